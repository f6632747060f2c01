package org.cajal;

import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private final Classifier classifier = Classifier.of(shared(Fixtures.CLASSIFIER));

    @Test
    void scores_are_sorted_and_sum_to_one() {
        List<Classification> labels = classifier.run("El paciente refiere tos y fiebre.");
        assertEquals(3, labels.size());
        assertTrue(labels.get(0).score() >= labels.get(1).score());
        assertEquals(1, labels.stream().mapToDouble(Classification::score).sum(), 1e-5);
    }

    @Test
    void a_text_that_does_not_fit_is_refused_and_not_repeated() {
        String text = "Marca-7731 ".repeat(500);
        String message = assertCode(ErrorCode.INVALID_ARGUMENT, () -> classifier.run(text)).getMessage();
        assertFalse(message.contains("7731"), message);
    }

    @Test
    void timeouts_and_foreign_models_are_refused() {
        ClassifierOptions late = ClassifierOptions.builder().timeout(Duration.ZERO).build();
        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> classifier.run("Alta", late, null));
        assertCode(ErrorCode.TASK_MISMATCH, () -> Classifier.of(shared(Fixtures.FILL_MASK)));
    }

    @Test
    void a_future_gives_what_the_call_gives() {
        assertEquals(
                classifier.run("Alta"),
                classifier.runAsync("Alta", ClassifierOptions.defaults(), Runnable::run).join());
    }
}
