package org.cajal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The programs of examples/java, compiled and run as they stand. */
class ExamplesIT {
    private static final String MODEL = Jvm.REPOSITORY.resolve("models/clinical-es-mini-pharmaconer").toString();
    /** Clients that send nothing: more than there are cores, fewer than the service has threads. */
    private static final int SILENT = 64;
    private static final Path SOURCES = Jvm.REPOSITORY.resolve("examples/java");

    private static Path classes;
    private static String classPath;

    @BeforeAll
    static void compile() throws IOException {
        classes = Jvm.newFolder();
        classPath = String.join(File.pathSeparator, Jvm.CORE, Jvm.NATIVE, classes.toString());
        int code = ToolProvider.findFirst("javac").orElseThrow().run(
                System.out, System.err, "--release", "11", "-Xlint:all", "-Werror", "-encoding", "UTF-8",
                "-cp", Jvm.CORE, "-d", classes.toString(),
                SOURCES.resolve("Quickstart.java").toString(), SOURCES.resolve("NerServer.java").toString());
        assertEquals(0, code);
    }

    @Test
    void the_first_program_finds_the_drugs() throws Exception {
        String output = new Jvm()
                .cache(Jvm.newFolder())
                .option("-cp", classPath, "-Dfile.encoding=UTF-8")
                .program("Quickstart", MODEL)
                .run();
        assertTrue(output.contains("28-39 NORMALIZABLES paracetamol\n42-52 NORMALIZABLES ibuprofeno\n"), output);
    }

    @Test
    void the_readme_shows_the_first_program_as_it_is() throws IOException {
        String readme = Files.readString(Jvm.REPOSITORY.resolve("bindings/java/README.md"));
        assertTrue(readme.contains("```java\n" + Files.readString(SOURCES.resolve("Quickstart.java")) + "```"));
    }

    @Test
    void the_service_answers_many_clients_at_once() throws Exception {
        Process service = startService();
        try {
            URI address = addressOf(service);
            HttpClient client = HttpClient.newHttpClient();
            assertEquals(405, client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).statusCode());
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                answers.add(client.sendAsync(post(address, note(number)), BodyHandlers.ofString()));
            }
            for (int number = 0; number < 100; number++) {
                HttpResponse<String> answer = answers.get(number).join();
                assertEquals(200, answer.statusCode());
                int start = note(number).indexOf("paracetamol");
                String entity = "{\"label\":\"NORMALIZABLES\",\"start\":" + start + ",\"end\":" + (start + 11) + ",";
                assertTrue(answer.body().startsWith("{\"entities\":[" + entity), answer.body());
            }
        } finally {
            service.destroy();
        }
        // 143: ended by the signal, after its shutdown hook.
        assertEquals(143, service.waitFor());
    }

    @Test
    void silent_clients_keep_nobody_waiting_and_are_hung_up_on() throws Exception {
        Process service = startService();
        List<Socket> silent = new ArrayList<>();
        try {
            URI address = addressOf(service);
            for (int number = 0; number < SILENT; number++) {
                silent.add(announce(address, 100));
            }
            HttpResponse<String> answer = HttpClient.newHttpClient().send(post(address, note(1)), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            for (Socket client : silent) {
                assertEquals(-1, client.getInputStream().read());
            }
        } finally {
            service.destroy();
            for (Socket client : silent) {
                client.close();
            }
        }
    }

    @Test
    void a_note_that_is_too_long_is_refused_and_not_read_for_ever() throws Exception {
        Process service = startService();
        try {
            URI address = addressOf(service);
            HttpRequest tooLong = HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(new byte[5 << 20])).build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(tooLong, BodyHandlers.ofString());
            assertEquals(413, answer.statusCode());
            assertTrue(answer.body().contains("1048576 bytes"), answer.body());
            try (Socket client = announce(address, 1L << 40)) {
                assertThrows(IOException.class, () -> write(client.getOutputStream(), 1 << 28));
            }
            assertEquals(200, HttpClient.newHttpClient().send(post(address, note(1)), BodyHandlers.ofString()).statusCode());
        } finally {
            service.destroy();
        }
    }

    /** A client that says how many bytes it will send, and sends none. */
    private static Socket announce(URI address, long bytes) throws IOException {
        Socket client = new Socket(address.getHost(), address.getPort());
        // Far beyond the time after which the service hangs up; it only ends a test that fails.
        client.setSoTimeout(120_000);
        String head = "POST " + address.getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static void write(OutputStream body, long bytes) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (long written = 0; written < bytes; written += piece.length) {
            body.write(piece);
        }
    }

    /** Notes of different lengths, so that an answer given to the wrong client shows. */
    private static String note(int number) {
        return "Cama " + "😀".repeat(number) + ": se pauta paracetamol.";
    }

    private static HttpRequest post(URI address, String note) {
        return HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(note, StandardCharsets.UTF_8))
                .timeout(Duration.ofMinutes(2))
                .build();
    }

    private static Process startService() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java, "-Dcajal.cache.path=" + Jvm.newFolder(), "-cp", classPath, "NerServer", MODEL, "0");
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static URI addressOf(Process service) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher address = Pattern.compile("http://\\S+").matcher(line);
            if (address.find()) {
                return URI.create(address.group());
            }
        }
        throw new AssertionError("the service did not start");
    }
}
