package org.cajal;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers what transformers' token-classification pipeline answers, its faults included: for those who compare.
 * {@link Ner} is what finds entities.
 *
 * <p>It borrows its model, which the caller closes. Thread safety: may be used from any number of threads at once.
 */
public final class ParityNer {
    private final Model model;

    private ParityNer(Model model) {
        this.model = model.expect(Task.TOKEN_CLASSIFICATION);
    }

    /**
     * The pipeline over a model.
     *
     * @param model a token-classification model
     * @return the pipeline
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}
     */
    public static ParityNer of(Model model) {
        return new ParityNer(model);
    }

    /**
     * Answers as transformers does.
     *
     * @param text the text; without a stride, only its first window is read
     * @param options options of the call
     * @return the entities, and what was not read
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#DEADLINE_EXCEEDED},
     *     {@link ErrorCode#INVALID_HANDLE} if the model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public ParityNerResult run(String text, ParityNerOptions options) {
        return run(text, options, null);
    }

    /**
     * Answers as transformers does, unless another thread cancels the token.
     *
     * @param text the text; without a stride, only its first window is read
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return the entities, and what was not read
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, ParityNerOptions)}
     */
    public ParityNerResult run(String text, ParityNerOptions options, CancelToken cancel) {
        return run(text, options, cancel, null);
    }

    /**
     * Answers as transformers does, and tells how far it has come.
     *
     * @param text the text; without a stride, only its first window is read
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @param progress called after every run of the model, or null
     * @return the entities, and what was not read
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, ParityNerOptions)}
     */
    public ParityNerResult run(String text, ParityNerOptions options, CancelToken cancel, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.parityRun(model.id(), text, options.pairs(), CancelToken.id(cancel), watcher);
            return new ParityNerResult(Answer.of(answer, watcher));
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Answers as transformers does, in the background.
     *
     * @param text the text; without a stride, only its first window is read
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future result; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<ParityNerResult> runAsync(String text, ParityNerOptions options, Executor executor) {
        return runAsync(text, options, executor, null);
    }

    /**
     * Answers as transformers does, in the background, and tells how far it has come.
     *
     * @param text the text; without a stride, only its first window is read
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every run of the model, or null
     * @return the future result; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<ParityNerResult> runAsync(
            String text, ParityNerOptions options, Executor executor, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel, progress));
    }
}
