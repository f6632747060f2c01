import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cajal.CajalException;
import org.cajal.Entity;
import org.cajal.ErrorCode;
import org.cajal.Model;
import org.cajal.ModelOptions;
import org.cajal.Ner;
import org.cajal.NerOptions;

/**
 * A small service that answers named-entity recognition for many clients at once from one model.
 *
 * <p>{@code POST /ner} takes a note as UTF-8 text and answers with JSON; offsets are in UTF-16 units. The service keeps
 * and logs nothing of a note. It listens on this machine only: put it behind what checks who may ask.
 *
 * <p>A thread waits for each client, and at most as many as there are cores run the model, so that a client that is slow
 * or silent keeps no other one waiting. It is hung up on after {@link #MAX_RECEIVING_SECONDS}.
 *
 * <p>Arguments: a model folder, and a port (0 for any free one).
 */
public final class NerServer implements AutoCloseable {
    private static final int MAX_NOTE_BYTES = 1 << 20;
    /** Of a note that is too long, what is read and thrown away so that the client hears the answer. */
    private static final int MAX_DRAINED_BYTES = 16 << 20;
    /** Clients served at once, each with a note in memory; further ones are hung up on. */
    private static final int MAX_CLIENTS = 128;
    private static final int MAX_WAITING_SECONDS = 20;
    private static final int MAX_RUNNING_SECONDS = 30;
    /** For a whole request; on top of them, a second may pass before it is seen. */
    private static final int MAX_RECEIVING_SECONDS = 10;
    /** From the end of a request to that of its answer. */
    private static final int MAX_ANSWERING_SECONDS = MAX_WAITING_SECONDS + MAX_RUNNING_SECONDS + 10;

    static {
        // Before the first use of HttpServer, which reads them once. What is given on the command line stays.
        limit("sun.net.httpserver.maxReqTime", MAX_RECEIVING_SECONDS);
        limit("sun.net.httpserver.maxRspTime", MAX_ANSWERING_SECONDS);
    }

    private final Model model;
    private final Ner ner;
    private final NerOptions options =
            NerOptions.builder().timeout(Duration.ofSeconds(MAX_RUNNING_SECONDS)).build();
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final HttpServer server;
    private final ThreadPoolExecutor clients =
            new ThreadPoolExecutor(0, MAX_CLIENTS, 60, TimeUnit.SECONDS, new SynchronousQueue<>());

    private NerServer(Path folder, int port) throws IOException {
        // Each request takes one thread; more requests, not more threads for one, keep the cores busy.
        model = Model.load(folder, ModelOptions.builder().threads(1).build());
        ner = Ner.of(model);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(clients);
        server.createContext("/ner", this::answer);
        server.start();
    }

    private static void limit(String property, int seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(seconds));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, error("send the note with POST"));
                return;
            }
            byte[] note = read(exchange.getRequestBody());
            if (note.length > MAX_NOTE_BYTES) {
                send(exchange, 413, error("a note has at most " + MAX_NOTE_BYTES + " bytes"));
                return;
            }
            recognise(exchange, new String(note, StandardCharsets.UTF_8));
        } finally {
            exchange.close();
        }
    }

    private static byte[] read(InputStream body) throws IOException {
        byte[] note = body.readNBytes(MAX_NOTE_BYTES + 1);
        if (note.length > MAX_NOTE_BYTES) {
            drain(body);
        }
        return note;
    }

    /** A client that still writes when the connection is closed may never read its answer. */
    private static void drain(InputStream body) throws IOException {
        byte[] piece = new byte[1 << 13];
        int drained = 0;
        for (int read = body.read(piece); read >= 0 && drained < MAX_DRAINED_BYTES; read = body.read(piece)) {
            drained += read;
        }
    }

    private void recognise(HttpExchange exchange, String note) throws IOException {
        try {
            if (!cores.tryAcquire(MAX_WAITING_SECONDS, TimeUnit.SECONDS)) {
                send(exchange, 503, error("too many notes are waiting; try again later"));
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            send(exchange, 503, error("the service is stopping"));
            return;
        }
        String entities;
        try {
            entities = ner.run(note, options).entities().stream().map(NerServer::json).collect(Collectors.joining(","));
        } catch (CajalException failure) {
            int status = failure.code() == ErrorCode.DEADLINE_EXCEEDED ? 503 : 500;
            // Messages of the library hold no text of a note.
            send(exchange, status, error(failure.code() + ": " + failure.getMessage()));
            return;
        } finally {
            cores.release();
        }
        send(exchange, 200, "{\"entities\":[" + entities + "]}");
    }

    private static String json(Entity entity) {
        return "{\"label\":" + quoted(entity.label()) + ",\"start\":" + entity.start() + ",\"end\":" + entity.end()
                + ",\"score\":" + entity.score() + "}";
    }

    private static String error(String message) {
        return "{\"error\":" + quoted(message) + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit == '"' || unit == '\\') {
                json.append('\\').append(unit);
            } else if (unit < ' ') {
                json.append(String.format("\\u%04x", (int) unit));
            } else {
                json.append(unit);
            }
        }
        return json.append('"').toString();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Answers what has begun, then frees the model. */
    @Override
    public void close() {
        server.stop(1);
        clients.shutdown();
        model.close();
    }

    public static void main(String[] arguments) throws IOException {
        NerServer service = new NerServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("listening on http://127.0.0.1:" + service.server.getAddress().getPort() + "/ner");
    }
}
