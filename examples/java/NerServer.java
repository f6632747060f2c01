import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
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
 * <p>Arguments: a model folder, and a port (0 for any free one).
 */
public final class NerServer implements AutoCloseable {
    private static final int MAX_NOTE_BYTES = 4 << 20;
    private static final int MAX_WAITING = 256;

    private final Model model;
    private final Ner ner;
    private final NerOptions options = NerOptions.builder().timeout(Duration.ofSeconds(30)).build();
    private final HttpServer server;
    private final ThreadPoolExecutor workers;

    private NerServer(Path folder, int port) throws IOException {
        // Each request takes one thread; more requests, not more threads for one, keep the cores busy.
        model = Model.load(folder, ModelOptions.builder().threads(1).build());
        ner = Ner.of(model);
        int cores = Runtime.getRuntime().availableProcessors();
        workers = new ThreadPoolExecutor(cores, cores, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(workers);
        server.createContext("/ner", this::answer);
        server.start();
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
        // The rest must be read too, or the client never hears the answer.
        body.transferTo(OutputStream.nullOutputStream());
        return note;
    }

    private void recognise(HttpExchange exchange, String note) throws IOException {
        try {
            String entities =
                    ner.run(note, options).entities().stream().map(NerServer::json).collect(Collectors.joining(","));
            send(exchange, 200, "{\"entities\":[" + entities + "]}");
        } catch (CajalException failure) {
            int status = failure.code() == ErrorCode.DEADLINE_EXCEEDED ? 503 : 500;
            // Messages of the library hold no text of a note.
            send(exchange, status, error(failure.code() + ": " + failure.getMessage()));
        }
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
        workers.shutdown();
        model.close();
    }

    public static void main(String[] arguments) throws IOException {
        NerServer service = new NerServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("listening on http://127.0.0.1:" + service.server.getAddress().getPort() + "/ner");
    }
}
