package org.cajal;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A recogniser of named entities over one or more token-classification models: texts in, entities with exact offsets out.
 *
 * <p>It borrows its models, which the caller closes. Texts may be of any length, and nothing is cut off. Offsets refer to
 * the string exactly as given. A lone surrogate is read as U+FFFD, which shifts no UTF-16 offset.
 *
 * <p>Thread safety: may be used from any number of threads at once.
 */
public final class Ner {
    private final List<Model> models;
    private final long[] ids;

    private Ner(List<Model> models) {
        this.models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new CajalException(ErrorCode.INVALID_ARGUMENT, "no models were given; give one or more");
        }
        ids = this.models.stream().mapToLong(model -> model.expect(Task.TOKEN_CLASSIFICATION).id()).toArray();
    }

    /**
     * A recogniser over models, whose entities are told apart by {@link Entity#modelIndex()}.
     *
     * @param models one or more token-classification models
     * @return the recogniser
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}, {@link ErrorCode#INVALID_ARGUMENT} for no models
     */
    public static Ner of(Model... models) {
        return new Ner(List.of(models));
    }

    /**
     * A recogniser over models, whose entities are told apart by {@link Entity#modelIndex()}.
     *
     * @param models one or more token-classification models
     * @return the recogniser
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}, {@link ErrorCode#INVALID_ARGUMENT} for no models
     */
    public static Ner of(List<Model> models) {
        return new Ner(models);
    }

    /**
     * The models.
     *
     * @return an unmodifiable list, in the order given
     */
    public List<Model> models() {
        return models;
    }

    /**
     * Finds the entities of a text.
     *
     * @param text the text, of any length
     * @return the entities
     * @throws CajalException {@link ErrorCode#INVALID_HANDLE} if a model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public NerResult run(String text) {
        return run(text, NerOptions.defaults());
    }

    /**
     * Finds the entities of a text.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @return the entities
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#DEADLINE_EXCEEDED},
     *     {@link ErrorCode#INVALID_HANDLE} if a model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public NerResult run(String text, NerOptions options) {
        return run(text, options, null);
    }

    /**
     * Finds the entities of a text, unless another thread cancels the token.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return the entities
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, NerOptions)}
     */
    public NerResult run(String text, NerOptions options, CancelToken cancel) {
        return run(text, options, cancel, null);
    }

    /**
     * Finds the entities of a text, and tells how far it has come.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @param progress called after every few windows, or null
     * @return the entities
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, NerOptions)}
     */
    public NerResult run(String text, NerOptions options, CancelToken cancel, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.nerRun(ids, text, options.pairs(), CancelToken.id(cancel), watcher);
            return new NerResult(Answer.of(answer, watcher));
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Finds the entities of many texts. Each answer is the one for that text alone.
     *
     * @param texts the texts, each of any length
     * @param options options of the call; the timeout is that of the whole call
     * @return an outcome for each text, in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#INVALID_HANDLE} if a model was closed
     */
    public List<Outcome<NerResult>> runBatch(List<String> texts, NerOptions options) {
        return runBatch(texts, options, null, null);
    }

    /**
     * Finds the entities of many texts. Each answer is the one for that text alone.
     *
     * <p>A text that fails has an error of its own, and the others are done. After a cancellation or the timeout, the texts
     * that were done keep their answers, and all others have its error.
     *
     * @param texts the texts, each of any length
     * @param options options of the call; the timeout is that of the whole call
     * @param cancel the token that stops the call, or null
     * @param progress called after every few windows with the bytes of all texts, or null
     * @return an outcome for each text, in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#INVALID_HANDLE} if a model was closed
     */
    public List<Outcome<NerResult>> runBatch(
            List<String> texts, NerOptions options, CancelToken cancel, ProgressListener progress) {
        // A copy, which also refuses null.
        String[] copy = List.copyOf(texts).toArray(new String[0]);
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.nerRunBatch(ids, copy, options.pairs(), CancelToken.id(cancel), watcher);
            return Answer.of(answer, watcher).list(item -> new Outcome<>(item, NerResult::new));
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Finds the entities of many texts in the background.
     *
     * @param texts the texts, each of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future outcomes; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Outcome<NerResult>>> runBatchAsync(
            List<String> texts, NerOptions options, Executor executor) {
        return runBatchAsync(texts, options, executor, null);
    }

    /**
     * Finds the entities of many texts in the background, and tells how far it has come.
     *
     * @param texts the texts, each of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every few windows with the bytes of all texts, or null
     * @return the future outcomes; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Outcome<NerResult>>> runBatchAsync(
            List<String> texts, NerOptions options, Executor executor, ProgressListener progress) {
        List<String> copy = List.copyOf(texts);
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> runBatch(copy, options, cancel, progress));
    }

    /**
     * Finds the entities of a text in the background, on the executor that {@link CompletableFuture} uses by default.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @return the future result; cancelling it stops the native run
     */
    public CompletableFuture<NerResult> runAsync(String text, NerOptions options) {
        return runAsync(text, options, Async.defaultExecutor());
    }

    /**
     * Finds the entities of a text in the background.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future result; cancelling it, or completing it in any other way, stops the native run. A future made
     *     from it ({@code thenApply}) does not pass its own cancellation on.
     */
    public CompletableFuture<NerResult> runAsync(String text, NerOptions options, Executor executor) {
        return runAsync(text, options, executor, null);
    }

    /**
     * Finds the entities of a text in the background, and tells how far it has come.
     *
     * @param text the text, of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every few windows, or null
     * @return the future result; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<NerResult> runAsync(
            String text, NerOptions options, Executor executor, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel, progress));
    }
}
