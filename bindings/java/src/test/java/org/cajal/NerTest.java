package org.cajal;

import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NerTest {
    private final Ner ner = Ner.of(shared(Fixtures.PHARMACONER));

    private static List<String> texts(NerResult result, String text) {
        return result.entities().stream().map(entity -> entity.text(text)).collect(Collectors.toList());
    }

    @Test
    void entities_are_parts_of_the_string_that_was_given() {
        assertEquals(List.of("paracetamol", "ibuprofeno"), texts(ner.run(NOTE), NOTE));
    }

    @Test
    void an_entity_behind_an_emoji_keeps_its_place_in_all_three_units() {
        String text = "Dolor 😀 y fiebre: paracetamol";
        Entity entity = ner.run(text).entities().get(0);
        assertEquals("paracetamol", entity.text(text));
        // Independent of the library: counted by the JDK.
        int start = text.indexOf("paracetamol");
        assertEquals(start, entity.start());
        assertEquals(text.codePointCount(0, start), entity.offsets().codePointStart());
        byte[] before = text.substring(0, start).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(before.length, entity.offsets().utf8Start());
    }

    @Test
    void several_models_are_told_apart_by_their_index() {
        Ner both = Ner.of(List.of(shared(Fixtures.PHARMACONER), shared(Fixtures.CANTEMIST)));
        String text = "Carcinoma ductal infiltrante tratado con paracetamol.";
        List<Entity> entities = both.run(text).entities();
        List<Integer> models = entities.stream().map(Entity::modelIndex).collect(Collectors.toList());
        List<String> found = entities.stream().map(entity -> entity.text(text)).collect(Collectors.toList());
        assertEquals(List.of("Carcinoma ductal infiltrante", "paracetamol"), found);
        assertEquals(List.of(1, 0), models);
    }

    @Test
    void the_answer_tells_words_and_windows() {
        NerResult result = ner.run("Se retira ibuprofeno.");
        assertEquals(4, result.words());
        assertEquals(1, result.windows());
        assertEquals(0, result.shortenedWords());
        assertEquals("1 entities in 4 words", result.toString());
    }

    @Test
    void options_narrow_the_answer() {
        String text = "PTH y calcio, normales.";
        NerOptions proteins = NerOptions.builder().labels(List.of("PROTEINAS")).build();
        assertEquals(List.of("PTH"), texts(ner.run(text, proteins), text));
        assertTrue(ner.run(text, NerOptions.builder().threshold(1).build()).entities().isEmpty());
        NerOptions small = NerOptions.builder().windowTokens(16).overlapTokens(4).build();
        assertEquals(List.of("paracetamol", "ibuprofeno"), texts(ner.run(NOTE, small), NOTE));
    }

    @Test
    void bad_options_are_refused_with_what_is_valid() {
        NerOptions threshold = NerOptions.builder().threshold(2).build();
        String message = assertCode(ErrorCode.INVALID_OPTION, () -> ner.run(NOTE, threshold)).getMessage();
        assertTrue(message.contains("threshold") && message.contains("0 to 1"), message);
        NerOptions window = NerOptions.builder().windowTokens(0).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> ner.run(NOTE, window));
        NerOptions label = NerOptions.builder().labels(List.of("NADA")).build();
        message = assertCode(ErrorCode.INVALID_OPTION, () -> ner.run(NOTE, label)).getMessage();
        assertTrue(message.contains("PROTEINAS"), message);
    }

    @Test
    void a_timeout_of_zero_is_exceeded_at_once() {
        NerOptions options = NerOptions.builder().timeout(Duration.ZERO).build();
        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> ner.run(NOTE, options));
    }

    @Test
    void a_text_that_outlasts_its_timeout_is_stopped() {
        NerOptions options = NerOptions.builder().timeout(Duration.ofMillis(20)).build();
        assertCode(ErrorCode.DEADLINE_EXCEEDED, () -> ner.run(Fixtures.ENDLESS, options));
    }

    @Test
    void no_models_and_models_of_another_task_are_refused() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Ner.of());
        String message = assertCode(ErrorCode.TASK_MISMATCH, () -> Ner.of(shared(Fixtures.FILL_MASK))).getMessage();
        assertTrue(message.contains("fill-mask") && message.contains("token-classification"), message);
    }

    @Test
    void null_is_refused_before_the_native_side() {
        assertThrows(NullPointerException.class, () -> ner.run(null));
        assertThrows(NullPointerException.class, () -> ner.run(NOTE, null));
        assertThrows(NullPointerException.class, () -> Ner.of((Model) null));
        assertThrows(NullPointerException.class, () -> ner.runAsync(null, NerOptions.defaults()));
    }

    @Test
    void lists_cannot_be_changed() {
        List<Entity> entities = ner.run(NOTE).entities();
        assertThrows(UnsupportedOperationException.class, () -> entities.remove(0));
        assertThrows(UnsupportedOperationException.class, () -> ner.models().remove(0));
    }

    @Test
    void equal_calls_give_equal_entities_that_hold_no_text() {
        List<Entity> first = ner.run(NOTE).entities();
        assertEquals(first, ner.run(NOTE).entities());
        assertEquals(first.hashCode(), ner.run(NOTE).entities().hashCode());
        assertFalse(first.toString().contains("paracetamol"));
    }
}
