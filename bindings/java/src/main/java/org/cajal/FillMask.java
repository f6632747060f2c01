package org.cajal;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells which words could stand at each mask of a text, with a masked-language model.
 *
 * <p>It borrows its model, which the caller closes. The text may be of any length: each mask is read in a window around
 * it. Thread safety: may be used from any number of threads at once.
 */
public final class FillMask {
    private final Model model;

    private FillMask(Model model) {
        this.model = model.expect(Task.FILL_MASK);
    }

    /**
     * A runner over a model.
     *
     * @param model a fill-mask model
     * @return the runner
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}
     */
    public static FillMask of(Model model) {
        return new FillMask(model);
    }

    /**
     * The model.
     *
     * @return the model as it was given
     */
    public Model model() {
        return model;
    }

    /**
     * The mask token to write in a text for this model.
     *
     * @return {@code <mask>} or {@code [MASK]}
     */
    public String maskToken() {
        return model.info().maskToken().orElse("");
    }

    /**
     * Gives the candidates for every mask of a text.
     *
     * @param text a text with one or more mask tokens, of any length
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#MASK_MISSING}, {@link ErrorCode#MASK_FOREIGN},
     *     {@link ErrorCode#INVALID_HANDLE} if the model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public List<Mask> run(String text) {
        return run(text, FillMaskOptions.defaults());
    }

    /**
     * Gives the candidates for every mask of a text.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#DEADLINE_EXCEEDED}, and those of
     *     {@link #run(String)}
     */
    public List<Mask> run(String text, FillMaskOptions options) {
        return run(text, options, null);
    }

    /**
     * Gives the candidates for every mask of a text, unless another thread cancels the token.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return the masks in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, FillMaskOptions)}
     */
    public List<Mask> run(String text, FillMaskOptions options, CancelToken cancel) {
        Objects.requireNonNull(text, "text");
        try {
            byte[] answer = Native.fillMaskRun(model.id(), text, options.pairs(), CancelToken.id(cancel));
            return new Answer(answer).list(Mask::new);
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Gives the candidates in the background, on the executor that {@link CompletableFuture} uses by default.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @return the future masks; cancelling it stops the native run
     */
    public CompletableFuture<List<Mask>> runAsync(String text, FillMaskOptions options) {
        return runAsync(text, options, Async.defaultExecutor());
    }

    /**
     * Gives the candidates in the background.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future masks; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Mask>> runAsync(String text, FillMaskOptions options, Executor executor) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel));
    }
}
