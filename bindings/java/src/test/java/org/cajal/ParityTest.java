package org.cajal;

import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the answers are those of transformers is tested in Rust; here, that they arrive. */
class ParityTest {
    private final ParityNer ner = ParityNer.of(shared(Fixtures.PHARMACONER));

    @Test
    void tokens_come_with_their_place_in_the_window() {
        ParityNerResult result = ner.run(NOTE, ParityNerOptions.defaults());
        assertEquals(1, result.windows());
        assertTrue(result.unread().isEmpty());
        ParityEntity first = result.entities().get(0);
        assertEquals("B-NORMALIZABLES", first.label());
        assertTrue(first.token().getAsInt() > 1);
        assertTrue(first.word().contains("para"), first.word());
        assertFalse(first.toString().contains("para"));
    }

    @Test
    void aggregated_entities_are_parts_of_the_text() {
        ParityNerOptions options = ParityNerOptions.builder().aggregation(Aggregation.SIMPLE).build();
        List<String> found = ner.run(NOTE, options).entities().stream()
                .map(entity -> NOTE.substring(entity.offsets().utf16Start(), entity.offsets().utf16End()).strip())
                .collect(Collectors.toList());
        assertEquals(List.of("paracetamol", "ibuprofeno"), found);
        assertTrue(ner.run(NOTE, options).entities().get(0).token().isEmpty());
    }

    @Test
    void what_transformers_would_cut_off_is_told() {
        String text = NOTE.repeat(200);
        Offsets unread = ner.run(text, ParityNerOptions.defaults()).unread().orElseThrow();
        assertEquals(text.length(), unread.utf16End());
        assertTrue(unread.utf16Start() > 0);
        ParityNerOptions stride =
                ParityNerOptions.builder().aggregation(Aggregation.FIRST).stride(32).windowTokens(128).build();
        ParityNerResult all = ner.run(text, stride);
        assertTrue(all.unread().isEmpty() && all.windows() > 10);
        assertEquals(400, all.entities().size());
    }

    @Test
    void options_are_checked() {
        ParityNerOptions nothing = ParityNerOptions.builder().windowTokens(0).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> ner.run(NOTE, nothing));
        ParityNerOptions all = ParityNerOptions.builder().ignoreLabels(List.of()).build();
        assertTrue(ner.run(NOTE, all).entities().stream().anyMatch(entity -> entity.label().equals("O")));
        assertCode(ErrorCode.TASK_MISMATCH, () -> ParityNer.of(shared(Fixtures.FILL_MASK)));
    }
}
