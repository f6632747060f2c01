package org.cajal;

import static org.cajal.Fixtures.ENDLESS;
import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What listeners hear, and what becomes of what they throw. */
class ProgressTest {
    private static final String MASKED = "La <mask> arterial.";
    private static final Executor HERE = Runnable::run;

    private final Ner ner = Ner.of(shared(Fixtures.PHARMACONER));
    private final ParityNer parityNer = ParityNer.of(shared(Fixtures.PHARMACONER));
    private final FillMask fillMask = FillMask.of(shared(Fixtures.FILL_MASK));
    private final ParityFillMask parityFillMask = ParityFillMask.of(shared(Fixtures.FILL_MASK));

    /** Every call that takes a listener. */
    private Map<String, Executable> calls(ProgressListener listener) {
        NerOptions all = NerOptions.defaults();
        ParityNerOptions parity = ParityNerOptions.defaults();
        FillMaskOptions masks = FillMaskOptions.defaults();
        ParityFillMaskOptions parityMasks = ParityFillMaskOptions.defaults();
        PerplexityOptions guesses = PerplexityOptions.defaults();
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("ner", () -> ner.run(NOTE, all, null, listener));
        calls.put("ner batch", () -> ner.runBatch(List.of(NOTE), all, null, listener));
        calls.put("parity ner", () -> parityNer.run(NOTE, parity, null, listener));
        calls.put("fill-mask", () -> fillMask.run(MASKED, masks, null, listener));
        calls.put("fill-mask batch", () -> fillMask.runBatch(List.of(MASKED), masks, null, listener));
        calls.put("perplexity", () -> fillMask.perplexity("Tos y fiebre.", guesses, null, listener));
        calls.put("parity fill-mask", () -> parityFillMask.run(MASKED, parityMasks, null, listener));
        calls.put("ner async", () -> ended(ner.runAsync(NOTE, all, HERE, listener)));
        calls.put("ner batch async", () -> ended(ner.runBatchAsync(List.of(NOTE), all, HERE, listener)));
        calls.put("parity ner async", () -> ended(parityNer.runAsync(NOTE, parity, HERE, listener)));
        calls.put("fill-mask async", () -> ended(fillMask.runAsync(MASKED, masks, HERE, listener)));
        calls.put("fill-mask batch async", () -> ended(fillMask.runBatchAsync(List.of(MASKED), masks, HERE, listener)));
        calls.put("perplexity async", () -> ended(fillMask.perplexityAsync("Tos y fiebre.", guesses, HERE, listener)));
        calls.put("parity fill-mask async", () -> ended(parityFillMask.runAsync(MASKED, parityMasks, HERE, listener)));
        return calls;
    }

    private static void ended(CompletableFuture<?> future) throws Throwable {
        try {
            future.join();
        } catch (CompletionException failed) {
            throw failed.getCause();
        }
    }

    @Test
    void every_call_on_entities_and_masks_tells_its_listener() throws Throwable {
        AtomicInteger told = new AtomicInteger();
        for (Map.Entry<String, Executable> call : calls((done, total) -> told.incrementAndGet()).entrySet()) {
            told.set(0);
            call.getValue().execute();
            assertTrue(told.get() > 0, call.getKey());
        }
    }

    @Test
    void what_a_listener_throws_comes_out_of_every_call() {
        RuntimeException own = new IllegalStateException("the listener's own");
        calls((done, total) -> {
            throw own;
        }).forEach((name, call) -> assertSame(own, assertThrows(IllegalStateException.class, call), name));
    }

    @Test
    void what_a_listener_throws_stops_the_call_and_it_is_told_no_more() {
        AtomicInteger told = new AtomicInteger();
        ProgressListener broken = (done, total) -> {
            told.incrementAndGet();
            throw new AssertionError("the listener's own");
        };
        // The whole text would take minutes.
        assertThrows(AssertionError.class, () -> ner.run(ENDLESS, NerOptions.defaults(), null, broken));
        assertEquals(1, told.get());
        assertThrows(
                AssertionError.class, () -> ner.runBatch(List.of(ENDLESS, ENDLESS), NerOptions.defaults(), null, broken));
        assertEquals(2, told.get());
    }

    @Test
    void what_a_listener_throws_leaves_the_callers_token_alone() {
        try (CancelToken token = new CancelToken()) {
            ProgressListener broken = (done, total) -> {
                throw new IllegalStateException("the listener's own");
            };
            assertThrows(IllegalStateException.class, () -> ner.run(NOTE, NerOptions.defaults(), token, broken));
            assertEquals(2, ner.run(NOTE, NerOptions.defaults(), token).entities().size());
        }
    }

    @Test
    void a_token_stops_a_call_that_has_a_listener_too() {
        try (CancelToken token = new CancelToken()) {
            ProgressListener cancel = (done, total) -> token.cancel();
            assertCode(ErrorCode.CANCELLED, () -> ner.run(ENDLESS, NerOptions.defaults(), token, cancel));
            assertCode(ErrorCode.CANCELLED, () -> ner.run(NOTE, NerOptions.defaults(), token, (done, total) -> {}));
        }
    }

    @Test
    void a_checked_exception_that_another_language_throws_comes_out_wrapped() {
        Exception checked = new java.io.IOException("the listener's own");
        Executable call = () -> ner.run(NOTE, NerOptions.defaults(), null, (done, total) -> ProgressTest.<RuntimeException>sneak(checked));
        assertSame(checked, assertThrows(java.lang.reflect.UndeclaredThrowableException.class, call).getCause());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception exception) throws E {
        throw (E) exception;
    }
}
