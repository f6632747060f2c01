package org.cajal;

import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillMaskTest {
    private static final String TEXT = "El único antecedente personal a reseñar era la <mask> arterial.";

    private final FillMask fillMask = FillMask.of(shared(Fixtures.FILL_MASK));

    @Test
    void the_best_candidate_is_a_word() {
        Prediction best = fillMask.run(TEXT).masks().get(0).predictions().get(0);
        assertEquals("hipertensión", best.text());
        assertTrue(best.startsWord());
        assertEquals("<mask>", fillMask.maskToken());
    }

    @Test
    void top_k_is_the_number_of_candidates() {
        assertEquals(5, fillMask.run(TEXT).masks().get(0).predictions().size());
        FillMaskOptions options = FillMaskOptions.builder().topK(3).build();
        List<Prediction> three = fillMask.run(TEXT, options).masks().get(0).predictions();
        assertEquals(fillMask.run(TEXT).masks().get(0).predictions().subList(0, 3), three);
        assertThrows(UnsupportedOperationException.class, () -> three.remove(0));
    }

    @Test
    void a_text_without_the_models_mask_names_the_right_one() {
        String message = assertCode(ErrorCode.MASK_MISSING, () -> fillMask.run("El paciente.")).getMessage();
        assertTrue(message.contains("<mask>"), message);
        message = assertCode(ErrorCode.MASK_FOREIGN, () -> fillMask.run("El [MASK] ingresó.")).getMessage();
        assertTrue(message.contains("<mask>"), message);
    }

    @Test
    void bad_calls_are_refused() {
        FillMaskOptions none = FillMaskOptions.builder().topK(0).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> fillMask.run(TEXT, none));
        FillMaskOptions late = FillMaskOptions.builder().timeout(Duration.ZERO).build();
        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> fillMask.run(TEXT, late));
        assertCode(ErrorCode.TASK_MISMATCH, () -> FillMask.of(shared(Fixtures.PHARMACONER)));
        assertThrows(NullPointerException.class, () -> fillMask.run(null));
    }

    @Test
    void a_future_gives_what_the_call_gives() {
        assertEquals(
                fillMask.run(TEXT).masks().get(0).predictions(),
                fillMask.runAsync(TEXT, FillMaskOptions.defaults()).join().masks().get(0).predictions());
    }
}
