package org.cajal;

import java.lang.ref.Reference;
import java.util.Iterator;
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
     * @return the masks in order, with their candidates
     * @throws CajalException {@link ErrorCode#MASK_MISSING}, {@link ErrorCode#MASK_FOREIGN},
     *     {@link ErrorCode#INVALID_HANDLE} if the model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public FillMaskResult run(String text) {
        return run(text, FillMaskOptions.defaults());
    }

    /**
     * Gives the candidates for every mask of a text.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @return the masks in order, with their candidates
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#DEADLINE_EXCEEDED}, and those of
     *     {@link #run(String)}
     */
    public FillMaskResult run(String text, FillMaskOptions options) {
        return run(text, options, null);
    }

    /**
     * Gives the candidates for every mask of a text, unless another thread cancels the token.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return the masks in order, with their candidates
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, FillMaskOptions)}
     */
    public FillMaskResult run(String text, FillMaskOptions options, CancelToken cancel) {
        return run(text, options, cancel, null);
    }

    /**
     * Gives the candidates for every mask of a text, and tells how far it has come.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @param progress called after every run of the model, or null
     * @return the masks in order, with their candidates
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #run(String, FillMaskOptions)}
     */
    public FillMaskResult run(
            String text, FillMaskOptions options, CancelToken cancel, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.fillMaskRun(model.id(), text, options.pairs(), CancelToken.id(cancel), watcher);
            return new FillMaskResult(Answer.of(answer, watcher), text);
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Gives the candidates for the masks of many texts. Each answer is the one for that text alone.
     *
     * @param texts texts with one or more mask tokens each
     * @param options options of the call; the timeout is that of the whole call
     * @return an outcome for each text, in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#INVALID_HANDLE} if the model was closed
     */
    public List<Outcome<FillMaskResult>> runBatch(List<String> texts, FillMaskOptions options) {
        return runBatch(texts, options, null, null);
    }

    /**
     * Gives the candidates for the masks of many texts. Each answer is the one for that text alone.
     *
     * <p>A text that fails, as one without a mask, has an error of its own, and the others are done. After a cancellation or
     * the timeout, the texts that were done keep their answers, and all others have its error.
     *
     * @param texts texts with one or more mask tokens each
     * @param options options of the call; the timeout is that of the whole call
     * @param cancel the token that stops the call, or null
     * @param progress called after every run of the model with the bytes of all texts, or null
     * @return an outcome for each text, in order, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#INVALID_HANDLE} if the model was closed
     */
    public List<Outcome<FillMaskResult>> runBatch(
            List<String> texts, FillMaskOptions options, CancelToken cancel, ProgressListener progress) {
        // A copy, which also refuses null.
        List<String> copy = List.copyOf(texts);
        String[] array = copy.toArray(new String[0]);
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.fillMaskRunBatch(model.id(), array, options.pairs(), CancelToken.id(cancel), watcher);
            Iterator<String> each = copy.iterator();
            return Answer.of(answer, watcher).list(item -> {
                String text = each.next();
                return new Outcome<>(item, of -> new FillMaskResult(of, text));
            });
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Gives the candidates for the masks of many texts in the background.
     *
     * @param texts texts with one or more mask tokens each
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future outcomes; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Outcome<FillMaskResult>>> runBatchAsync(
            List<String> texts, FillMaskOptions options, Executor executor) {
        return runBatchAsync(texts, options, executor, null);
    }

    /**
     * Gives the candidates for the masks of many texts in the background, and tells how far it has come.
     *
     * @param texts texts with one or more mask tokens each
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every run of the model, or null
     * @return the future outcomes; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Outcome<FillMaskResult>>> runBatchAsync(
            List<String> texts, FillMaskOptions options, Executor executor, ProgressListener progress) {
        List<String> copy = List.copyOf(texts);
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> runBatch(copy, options, cancel, progress));
    }

    /**
     * Tells how expected a text is to the model, which guesses each token from those around it: one window for each.
     *
     * @param text the text, of any length; a mask token in it is text
     * @param options options of the call
     * @return the pseudo-perplexity
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} for a text without tokens,
     *     {@link ErrorCode#INVALID_OPTION}, {@link ErrorCode#DEADLINE_EXCEEDED}, {@link ErrorCode#INVALID_HANDLE} if the
     *     model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public Perplexity perplexity(String text, PerplexityOptions options) {
        return perplexity(text, options, null, null);
    }

    /**
     * Tells how expected a text is to the model, unless another thread cancels the token.
     *
     * @param text the text, of any length; a mask token in it is text
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @param progress called after every run of the model, or null
     * @return the pseudo-perplexity
     * @throws CajalException {@link ErrorCode#CANCELLED}, and those of {@link #perplexity(String, PerplexityOptions)}
     */
    public Perplexity perplexity(
            String text, PerplexityOptions options, CancelToken cancel, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Native.Progress watcher = Native.Progress.of(progress);
        try {
            byte[] answer = Native.perplexity(model.id(), text, options.pairs(), CancelToken.id(cancel), watcher);
            return new Perplexity(Answer.of(answer, watcher));
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Tells how expected a text is to the model, in the background.
     *
     * @param text the text, of any length; a mask token in it is text
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future perplexity; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<Perplexity> perplexityAsync(String text, PerplexityOptions options, Executor executor) {
        return perplexityAsync(text, options, executor, null);
    }

    /**
     * Tells how expected a text is to the model, in the background, and how far it has come.
     *
     * @param text the text, of any length; a mask token in it is text
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every run of the model, or null
     * @return the future perplexity; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<Perplexity> perplexityAsync(
            String text, PerplexityOptions options, Executor executor, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> perplexity(text, options, cancel, progress));
    }

    /**
     * Gives the candidates in the background, on the executor that {@link CompletableFuture} uses by default.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @return the future result; cancelling it stops the native run
     */
    public CompletableFuture<FillMaskResult> runAsync(String text, FillMaskOptions options) {
        return runAsync(text, options, Async.defaultExecutor());
    }

    /**
     * Gives the candidates in the background.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future result; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<FillMaskResult> runAsync(String text, FillMaskOptions options, Executor executor) {
        return runAsync(text, options, executor, null);
    }

    /**
     * Gives the candidates in the background, and tells how far it has come.
     *
     * @param text a text with one or more mask tokens, of any length
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @param progress called on the executor's thread after every run of the model, or null
     * @return the future result; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<FillMaskResult> runAsync(
            String text, FillMaskOptions options, Executor executor, ProgressListener progress) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel, progress));
    }
}
