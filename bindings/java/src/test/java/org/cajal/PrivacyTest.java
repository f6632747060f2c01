package org.cajal;

import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A marked text goes through every failure that a text can reach; nothing repeats it. */
class PrivacyTest {
    private static final String MARKED = "Marca-7731 del paciente ñ";

    /** Kept: the logging framework holds loggers weakly. */
    private final Logger logger = Logger.getLogger("org.cajal");

    @Test
    void no_error_and_no_log_line_repeats_a_text() {
        List<String> lines = new ArrayList<>();
        Handler handler = collector(lines);
        Level before = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            Native.startLog();
            // A handle that never was: the library logs it.
            Native.cancelFree(1);
            try (Model model = Fixtures.open(Fixtures.PHARMACONER)) {
                for (Executable call : failures(model)) {
                    Throwable failure = assertThrows(Throwable.class, call);
                    assertFalse(failure.toString().contains("7731"), failure.toString());
                }
            }
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            logger.setLevel(before);
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("cancel token")), "the bridge works: " + lines);
        assertFalse(lines.toString().contains("7731"), lines.toString());
    }

    private static List<Executable> failures(Model model) {
        Ner ner = Ner.of(model);
        FillMask fillMask = FillMask.of(shared(Fixtures.FILL_MASK));
        Classifier classifier = Classifier.of(shared(Fixtures.CLASSIFIER));
        Duration none = Duration.ZERO;
        NerOptions late = NerOptions.builder().timeout(none).build();
        NerOptions wide = NerOptions.builder().windowTokens(100_000).build();
        FillMaskOptions many = FillMaskOptions.builder().topK(1_000_000).build();
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        NerResult foreign = ner.run("PTH");
        ParityNerOptions noWindow = ParityNerOptions.builder().windowTokens(0).build();
        FillMaskOptions noMask = FillMaskOptions.builder().targets(List.of(MARKED)).build();
        PerplexityOptions lateScore = PerplexityOptions.builder().timeout(none).build();
        return List.of(
                () -> ner.run(MARKED, late),
                () -> ner.run(MARKED, wide),
                () -> ner.run(MARKED, NerOptions.defaults(), cancelled),
                () -> ner.runBatch(List.of(MARKED), late).get(0).result(),
                () -> ParityNer.of(model).run(MARKED, noWindow),
                () -> Export.builder(ExportFormat.JSON).add("nota", MARKED, foreign).build(),
                () -> Deidentified.of(MARKED, foreign),
                () -> fillMask.run(MARKED),
                () -> fillMask.run(MARKED, noMask),
                () -> fillMask.runBatch(List.of(MARKED), noMask).get(0).result(),
                () -> FillMaskOptions.builder().targets(List.of(MARKED + "\n")),
                () -> fillMask.perplexity(MARKED, lateScore),
                () -> ParityFillMask.of(fillMask.model()).run(MARKED, ParityFillMaskOptions.defaults()),
                () -> fillMask.run(MARKED + " [MASK]"),
                () -> fillMask.run(MARKED + " <mask>", many),
                () -> classifier.run(MARKED.repeat(500)));
    }

    private static Handler collector(List<String> lines) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
