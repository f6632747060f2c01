package org.cajal;

import static org.cajal.Fixtures.ENDLESS;
import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncTest {
    private final Ner ner = Ner.of(shared(Fixtures.PHARMACONER));

    @Test
    void a_future_gives_what_the_call_gives() {
        assertEquals(
                ner.run(NOTE).entities(),
                ner.runAsync(NOTE, NerOptions.defaults()).join().entities());
    }

    @Test
    void a_failed_call_fails_its_future() {
        NerOptions options = NerOptions.builder().windowTokens(0).build();
        CompletableFuture<NerResult> future = ner.runAsync(NOTE, options);
        CompletionException exception = assertThrows(CompletionException.class, future::join);
        assertEquals(ErrorCode.INVALID_OPTION, ((CajalException) exception.getCause()).code());
    }

    @Test
    void cancelling_a_future_stops_the_run_and_frees_its_thread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<NerResult> future = ner.runAsync(ENDLESS, NerOptions.defaults(), call ->
                executor.execute(() -> {
                    started.countDown();
                    call.run();
                }));
        started.await();
        assertTrue(future.cancel(true));
        assertThrows(CancellationException.class, future::join);
        // The only thread takes the next task once the run has stopped; the whole text would take minutes.
        assertEquals("free", executor.submit(() -> "free").get(30, TimeUnit.SECONDS));
        executor.shutdown();
    }

    @Test
    void a_future_that_times_out_stops_the_run() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CompletableFuture<NerResult> future =
                ner.runAsync(ENDLESS, NerOptions.defaults(), executor).orTimeout(20, TimeUnit.MILLISECONDS);
        assertThrows(CompletionException.class, future::join);
        assertEquals("free", executor.submit(() -> "free").get(30, TimeUnit.SECONDS));
        executor.shutdown();
    }

    @Test
    void a_call_that_is_cancelled_in_the_queue_never_starts() {
        Runnable[] queued = new Runnable[1];
        CompletableFuture<NerResult> future = ner.runAsync(ENDLESS, NerOptions.defaults(), call -> queued[0] = call);
        future.cancel(false);
        queued[0].run();
        assertTrue(future.isCancelled());
    }

    @Test
    void an_executor_that_refuses_is_heard() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        assertThrows(
                RejectedExecutionException.class, () -> ner.runAsync(NOTE, NerOptions.defaults(), executor));
        assertFalse(ner.runAsync(NOTE, NerOptions.defaults(), Runnable::run).isCompletedExceptionally());
    }
}
