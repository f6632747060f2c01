package org.cajal.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cajal.Cajal;

/** A program of its own: loads an ONNX Runtime as another library would, and then uses Cajal with its own. */
public final class OtherRuntime {
    private OtherRuntime() {}

    public static void main(String[] arguments) throws Exception {
        System.load(arguments[0]);
        Find.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        long runtimes = Files.lines(Path.of("/proc/self/maps"))
                .filter(line -> line.contains("libonnxruntime"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .count();
        System.out.println((runtimes == 2 ? "two runtimes" : runtimes + " runtimes") + ", ours is "
                + Cajal.runtime().orElseThrow().path());
    }
}
