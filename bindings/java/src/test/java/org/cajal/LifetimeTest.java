package org.cajal;

import static org.cajal.Fixtures.ENDLESS;
import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.open;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    @Test
    void a_closed_model_says_so_and_may_be_closed_again() {
        Model model = open(Fixtures.PHARMACONER);
        Ner ner = Ner.of(model);
        model.close();
        model.close();
        assertCode(ErrorCode.INVALID_HANDLE, () -> ner.run(NOTE));
        assertEquals(Task.TOKEN_CLASSIFICATION, model.info().task());
    }

    @Test
    void closing_one_model_leaves_the_others_alone() {
        Model first = open(Fixtures.PHARMACONER);
        try (Model second = open(Fixtures.PHARMACONER)) {
            first.close();
            assertEquals(2, Ner.of(second).run(NOTE).entities().size());
        }
    }

    @Test
    void sixteen_threads_on_one_model_get_the_answers_of_one() throws Exception {
        Ner ner = Ner.of(shared(Fixtures.PHARMACONER));
        List<String> texts = List.of(NOTE, "PTH y calcio, normales.", "Dolor 😀; paracetamol", "");
        List<List<Entity>> expected = new ArrayList<>();
        texts.forEach(text -> expected.add(ner.run(text).entities()));
        List<List<List<Entity>>> answers = inThreads(16, thread -> {
            List<List<Entity>> mine = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                mine.add(ner.run(texts.get((thread + round) % texts.size())).entities());
            }
            return mine;
        });
        for (int thread = 0; thread < 16; thread++) {
            for (int round = 0; round < 10; round++) {
                assertEquals(expected.get((thread + round) % texts.size()), answers.get(thread).get(round));
            }
        }
    }

    @Test
    void closing_while_calls_run_lets_each_finish_or_tells_it() throws Exception {
        for (int round = 0; round < 5; round++) {
            Model model = open(Fixtures.PHARMACONER);
            Ner ner = Ner.of(model);
            CountDownLatch started = new CountDownLatch(4);
            List<List<Object>> outcomes = inThreads(5, thread -> {
                if (thread == 4) {
                    started.await();
                    model.close();
                    return Collections.emptyList();
                }
                return untilClosed(ner, started);
            });
            outcomes.stream().flatMap(List::stream).forEach(outcome -> assertEquals(2, outcome));
        }
    }

    /** The numbers of entities found by call after call, until one is told that the model is closed. */
    private static List<Object> untilClosed(Ner ner, CountDownLatch started) {
        List<Object> found = new ArrayList<>();
        started.countDown();
        while (true) {
            try {
                found.add(ner.run(NOTE).entities().size());
            } catch (CajalException closed) {
                assertEquals(ErrorCode.INVALID_HANDLE, closed.code());
                return found;
            }
        }
    }

    @Test
    void a_dropped_model_is_freed_by_the_garbage_collector() throws Exception {
        Ner[] ner = {Ner.of(open(Fixtures.PHARMACONER))};
        long id = ner[0].models().get(0).id();
        assertFalse(isFreed(id));
        ner[0] = null;
        for (int attempt = 0; attempt < 1000 && !isFreed(id); attempt++) {
            System.gc();
        }
        assertTrue(isFreed(id));
    }

    /** Whether the native side has let the handle go: then even a call that is stopped at once is refused for it. */
    private static boolean isFreed(long id) {
        try {
            String[] stopped = {"timeout_ms", "0"};
            new Answer(Native.nerRun(new long[] {id}, NOTE, stopped, 0, null));
            throw new AssertionError("the call was not stopped");
        } catch (CajalException exception) {
            return exception.code() == ErrorCode.INVALID_HANDLE;
        }
    }

    @Test
    void a_token_stops_a_call_that_runs() throws Exception {
        Ner ner = Ner.of(shared(Fixtures.PHARMACONER));
        try (CancelToken token = new CancelToken()) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Future<NerResult> call = executor.submit(() -> ner.run(ENDLESS, NerOptions.defaults(), token));
            token.cancel();
            token.cancel();
            CajalException exception = (CajalException)
                    org.junit.jupiter.api.Assertions.assertThrows(
                                    java.util.concurrent.ExecutionException.class, call::get)
                            .getCause();
            assertEquals(ErrorCode.CANCELLED, exception.code());
            executor.shutdown();
            assertCode(ErrorCode.CANCELLED, () -> ner.run(NOTE, NerOptions.defaults(), token));
        }
    }

    @Test
    void a_closed_token_is_refused_and_cancels_nothing() {
        CancelToken token = new CancelToken();
        token.close();
        token.close();
        token.cancel();
        Ner ner = Ner.of(shared(Fixtures.PHARMACONER));
        assertCode(ErrorCode.INVALID_HANDLE, () -> ner.run(NOTE, NerOptions.defaults(), token));
    }

    private interface Job<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> inThreads(int count, Job<T> job) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        List<Future<T>> futures = new ArrayList<>();
        for (int thread = 0; thread < count; thread++) {
            int number = thread;
            futures.add(executor.submit(() -> job.run(number)));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get());
        }
        executor.shutdown();
        return answers;
    }
}
