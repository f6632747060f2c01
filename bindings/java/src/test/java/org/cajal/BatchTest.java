package org.cajal;

import static org.cajal.Fixtures.ENDLESS;
import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final List<String> TEXTS =
            List.of(NOTE, "", "Dolor 😀; paracetamol", "PTH y calcio, normales.", "\ud83d calcio");

    private final Ner ner = Ner.of(shared(Fixtures.PHARMACONER));

    @Test
    void a_batch_gives_what_single_calls_give() {
        List<List<Entity>> singles =
                TEXTS.stream().map(text -> ner.run(text).entities()).collect(Collectors.toList());
        List<Outcome<NerResult>> batch = ner.runBatch(TEXTS, NerOptions.defaults());
        assertEquals(singles, entities(batch));
        assertEquals(singles, entities(ner.runBatchAsync(TEXTS, NerOptions.defaults(), Runnable::run).join()));
        assertTrue(batch.stream().allMatch(outcome -> outcome.failure().equals(Optional.empty())));
    }

    private static List<List<Entity>> entities(List<Outcome<NerResult>> batch) {
        return batch.stream().map(outcome -> outcome.result().entities()).collect(Collectors.toList());
    }

    @Test
    void a_batch_has_room_for_more_texts_than_java_has_local_references() {
        List<Outcome<NerResult>> batch = ner.runBatch(java.util.Collections.nCopies(5000, ""), NerOptions.defaults());
        assertEquals(5000, batch.size());
        assertEquals(List.of(), ner.runBatch(List.of(), NerOptions.defaults()));
    }

    @Test
    void texts_that_were_not_reached_have_the_error_of_the_call() {
        NerOptions late = NerOptions.builder().timeout(Duration.ZERO).build();
        Outcome<NerResult> outcome = ner.runBatch(List.of(NOTE), late).get(0);
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, outcome.failure().orElseThrow().code());
        assertCode(ErrorCode.DEADLINE_EXCEEDED, outcome::result);
    }

    @Test
    void a_listener_may_cancel_and_what_was_done_is_kept() {
        try (CancelToken token = new CancelToken()) {
            long first = NOTE.getBytes(StandardCharsets.UTF_8).length;
            ProgressListener stop = (done, total) -> {
                if (done > first) {
                    token.cancel();
                }
            };
            List<Outcome<NerResult>> batch = ner.runBatch(List.of(NOTE, ENDLESS, NOTE), NerOptions.defaults(), token, stop);
            assertEquals(2, batch.get(0).result().entities().size());
            assertCode(ErrorCode.CANCELLED, () -> batch.get(1).result());
            assertCode(ErrorCode.CANCELLED, () -> batch.get(2).result());
        }
    }

    @Test
    void progress_rises_to_the_bytes_of_all_texts() {
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        List<String> texts = List.of(NOTE, "PTH y calcio, normales.");
        ner.runBatch(texts, NerOptions.defaults(), null, (bytesDone, bytesTotal) -> {
            done.add(bytesDone);
            totals.add(bytesTotal);
        });
        long bytes = texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
        assertEquals(done.stream().sorted().collect(Collectors.toList()), done);
        assertEquals(bytes, done.get(done.size() - 1));
        assertEquals(List.of(bytes), totals.stream().distinct().collect(Collectors.toList()));
    }

    @Test
    void null_texts_are_refused() {
        assertThrows(NullPointerException.class, () -> ner.runBatch(null, NerOptions.defaults()));
        assertThrows(
                NullPointerException.class,
                () -> ner.runBatch(Arrays.asList(NOTE, null), NerOptions.defaults()));
    }
}
