package org.cajal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Calls as futures whose cancellation stops the native run. */
final class Async {
    private Async() {}

    /** The executor that {@link CompletableFuture} itself would use. */
    static Executor defaultExecutor() {
        return new CompletableFuture<>().defaultExecutor();
    }

    /**
     * Runs {@code call} on {@code executor}. However the future is completed by somebody else (cancel, orTimeout,
     * completeExceptionally), the call is stopped, or not begun.
     */
    static <T> CompletableFuture<T> start(Executor executor, Function<CancelToken, T> call) {
        CancelToken token = new CancelToken();
        CompletableFuture<T> future = new CompletableFuture<>();
        future.whenComplete((answer, failure) -> {
            token.cancel();
            token.close();
        });
        try {
            executor.execute(() -> complete(future, token, call));
        } catch (RuntimeException | Error refused) {
            token.close();
            throw refused;
        }
        return future;
    }

    private static <T> void complete(CompletableFuture<T> future, CancelToken token, Function<CancelToken, T> call) {
        if (future.isDone()) {
            return;
        }
        try {
            future.complete(call.apply(token));
        } catch (Throwable failure) {
            // The future's owner sees it; rethrowing would only tell the executor's thread.
            future.completeExceptionally(failure);
        }
    }
}
