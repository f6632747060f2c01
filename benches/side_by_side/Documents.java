import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** The line protocol of bench.py, for the Java contenders. */
final class Documents {
    private final DataInputStream input = new DataInputStream(new java.io.BufferedInputStream(System.in));

    /** Says how long the load took, then answers requests until there are no more. */
    static void serve(long loadStart, ToIntFunction<List<String>> run) throws IOException {
        System.out.println((System.nanoTime() - loadStart) / 1e6);
        Documents documents = new Documents();
        for (String line = documents.line(); !line.isEmpty(); line = documents.line()) {
            List<String> texts = documents.read(Integer.parseInt(line.split(" ")[1]));
            long start = System.nanoTime();
            int found = run.applyAsInt(texts);
            System.out.println((System.nanoTime() - start) / 1e6 + " " + found);
        }
    }

    private List<String> read(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[Integer.parseInt(line())];
            input.readFully(bytes);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
