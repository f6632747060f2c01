package org.cajal;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Gives every label of a sequence-classification model its score for a whole text.
 *
 * <p>It borrows its model, which the caller closes. Thread safety: may be used from any number of threads at once.
 */
public final class Classifier {
    private final Model model;

    private Classifier(Model model) {
        this.model = model.expect(Task.SEQUENCE_CLASSIFICATION);
    }

    /**
     * A classifier over a model.
     *
     * @param model a sequence-classification model
     * @return the classifier
     * @throws CajalException {@link ErrorCode#TASK_MISMATCH}
     */
    public static Classifier of(Model model) {
        return new Classifier(model);
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
     * Classifies a text.
     *
     * @param text a text that fits the model's window; nothing is cut in silence
     * @return all labels, best first, an unmodifiable list
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} if the text has more tokens than the model holds,
     *     {@link ErrorCode#INVALID_HANDLE} if the model was closed, {@link ErrorCode#RUNTIME_FAILED}
     */
    public List<Classification> run(String text) {
        return run(text, ClassifierOptions.defaults(), null);
    }

    /**
     * Classifies a text, unless another thread cancels the token.
     *
     * @param text a text that fits the model's window; nothing is cut in silence
     * @param options options of the call
     * @param cancel the token that stops the call, or null
     * @return all labels, best first, an unmodifiable list
     * @throws CajalException {@link ErrorCode#CANCELLED}, {@link ErrorCode#DEADLINE_EXCEEDED}, and those of
     *     {@link #run(String)}
     */
    public List<Classification> run(String text, ClassifierOptions options, CancelToken cancel) {
        Objects.requireNonNull(text, "text");
        try {
            byte[] answer = Native.classifierRun(model.id(), text, options.pairs(), CancelToken.id(cancel));
            return new Answer(answer).list(Classification::new);
        } finally {
            Reference.reachabilityFence(this);
            CancelToken.keep(cancel);
        }
    }

    /**
     * Classifies a text in the background.
     *
     * @param text a text that fits the model's window
     * @param options options of the call
     * @param executor runs the call, which keeps one of its threads until it ends
     * @return the future labels; cancelling it, or completing it in any other way, stops the native run
     */
    public CompletableFuture<List<Classification>> runAsync(
            String text, ClassifierOptions options, Executor executor) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        return Async.start(executor, cancel -> run(text, options, cancel));
    }
}
