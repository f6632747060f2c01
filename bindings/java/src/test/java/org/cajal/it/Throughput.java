package org.cajal.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cajal.Model;
import org.cajal.ModelOptions;
import org.cajal.Ner;

/**
 * The Java side of scripts/bench_java.sh: documents a second that threads get through with one model, each text in a call of
 * its own. Arguments as for benches/ner_throughput.rs: the model's folder, a file with one note a line, the number of threads.
 */
public final class Throughput {
    private Throughput() {}

    public static void main(String[] arguments) throws Exception {
        List<String> notes = Files.readAllLines(Path.of(arguments[1]));
        int threads = Integer.parseInt(arguments[2]);
        ModelOptions options = ModelOptions.builder().threads(1).build();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Model model = Model.load(Path.of(arguments[0]), options)) {
            Ner ner = Ner.of(model);
            run(ner, notes.subList(0, notes.size() / 5), executor, threads);
            long start = System.nanoTime();
            int entities = run(ner, notes, executor, threads);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%.2f documents/s, %d entities%n", notes.size() / seconds, entities);
        } finally {
            executor.shutdown();
        }
    }

    /** The number of entities in the notes. */
    private static int run(Ner ner, List<String> notes, ExecutorService executor, int threads)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Integer>> parts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            parts.add(executor.submit(() -> work(ner, notes, next)));
        }
        int entities = 0;
        for (Future<Integer> part : parts) {
            entities += part.get();
        }
        return entities;
    }

    private static int work(Ner ner, List<String> notes, AtomicInteger next) {
        int entities = 0;
        for (int note = next.getAndIncrement(); note < notes.size(); note = next.getAndIncrement()) {
            entities += ner.run(notes.get(note)).entities().size();
        }
        return entities;
    }
}
