package org.cajal.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cajal.Model;
import org.cajal.ModelOptions;
import org.cajal.Ner;

/** A program of its own: loads, runs and closes a model many times, and tells the process's resident memory. */
public final class Rounds {
    private static final int WARM = 1000;
    private static final String NOTE = "Dolor 😀; se pauta paracetamol.";

    private Rounds() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[1]);
        ModelOptions options = ModelOptions.builder().threads(1).build();
        long warm = 0;
        for (int round = 1; round <= rounds; round++) {
            try (Model model = Model.load(Path.of(arguments[0]), options)) {
                if (Ner.of(model).run(NOTE).entities().size() != 1) {
                    throw new AssertionError("wrong answer in round " + round);
                }
            }
            if (round == WARM || round % 1000 == 0 || round == rounds) {
                long resident = resident();
                warm = round <= WARM ? resident : warm;
                double change = 100.0 * (resident - warm) / warm;
                System.out.printf("%6d rounds: %d KiB resident (%+.1f %%)%n", round, resident, change);
            }
        }
    }

    private static long resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
