package org.cajal.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.cajal.CajalException;
import org.cajal.CancelToken;
import org.cajal.ErrorCode;
import org.cajal.Model;
import org.cajal.Ner;
import org.cajal.NerOptions;

/** A program of its own: cancels runs in their middle and tells how long each took to end. */
public final class Stop {
    private static final int ROUNDS = 51;
    private static final String LONG = "Se determinó ferritina, transferrina y albúmina.\n".repeat(100_000);

    private Stop() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        try (Model model = Model.load(Path.of(arguments[0]))) {
            for (int round = 0; round < ROUNDS; round++) {
                milliseconds.add(cancelled(Ner.of(model)));
            }
        }
        Collections.sort(milliseconds);
        System.out.printf("median %.2f, longest %.2f%n", milliseconds.get(ROUNDS / 2), milliseconds.get(ROUNDS - 1));
    }

    private static double cancelled(Ner ner) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        try (CancelToken token = new CancelToken()) {
            CompletableFuture<ErrorCode> end =
                    CompletableFuture.supplyAsync(() -> codeOf(ner, token, running));
            running.await();
            long start = System.nanoTime();
            token.cancel();
            if (end.join() != ErrorCode.CANCELLED) {
                throw new AssertionError("the run was not cancelled");
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static ErrorCode codeOf(Ner ner, CancelToken token, CountDownLatch running) {
        try {
            ner.run(LONG, NerOptions.defaults(), token, (done, total) -> running.countDown());
            return null;
        } catch (CajalException stopped) {
            return stopped.code();
        }
    }
}
