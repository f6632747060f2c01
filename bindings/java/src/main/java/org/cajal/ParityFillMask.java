package org.cajal;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers what transformers' fill-mask pipeline answers, its faults included: for those who compare. {@link FillMask} is what
 * fills masks. Text that spells a special token ({@code <s>}, {@code [SEP]}) is that token here.
 *
 * <p>It borrows its model, which the caller closes. Thread safety: may be used from any number of threads at once.
 */
public final class ParityFillMask {
    private final Model model;

    private ParityFillMask(Model model) {
        this.model = model.expect(Task.FILL_MASK);
    }

    /**
     * The pipeline over a model.
     *
     * @param model a fill-mask model
     * @return the pipeline
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}
     */
    public static ParityFillMask of(Model model) {
        return new ParityFillMask(model);
    }

    /**
     * Answers as transformers does.
     *
     * @param text a text with one or more mask tokens, no longer than the model's window
     * @param options options of the call
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} for a text of more tokens than the model takes, where
     *     transformers fails too; {@link ErrorCode#MASK_MISSING}, {@link ErrorCode#INVALID_OPTION},
     *     {@link ErrorCode#DEADLINE_EXCEEDED}, {@link ErrorCode#INVALID_HANDLE} if the model was closed,
     *     {@link ErrorCode#RUNTIME_FAILED}
     */
    public List<ParityMask> run(String text, ParityFillMaskOptions options) {
        return run(text, options, null);
    }

    /**
     * Answers as transformers does, unless another thread cancels the token.
     *
     * @param text a text with one or more mask tokens, no longer than the model's window
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, ParityFillMaskOptions)}
     */
    public List<ParityMask> run(String text, ParityFillMaskOptions options, CancelToken cancel) {
        return run(text, options, cancel, null);
    }

    /**
     * Answers as transformers does, and tells how far it has come.
     *
     * @param text a text with one or more mask tokens, no longer than the model's window
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @param progress called after the one run of the model, or null
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, ParityFillMaskOptions)}
     */
    public List<ParityMask> run(
            String text, ParityFillMaskOptions options, CancelToken cancel, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.parityFillMaskRun(model.id(), text, options.pairs(), CancelToken.id(cancel), watcher);
            return Answer.of(answer, watcher).list(ParityMask::new);
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Answers as transformers does, in the background.
     *
     * @param text a text with one or more mask tokens, no longer than the model's window
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future masks; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<ParityMask>> runAsync(
            String text, ParityFillMaskOptions options, Executor executor) {
        return runAsync(text, options, executor, null);
    }

    /**
     * Answers as transformers does, in the background, and tells how far it has come.
     *
     * @param text a text with one or more mask tokens, no longer than the model's window
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after the one run of the model, or null
     * @return the future masks; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<ParityMask>> runAsync(
            String text, ParityFillMaskOptions options, Executor executor, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel, progress));
    }
}
