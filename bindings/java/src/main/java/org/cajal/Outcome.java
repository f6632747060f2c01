package org.cajal;

import java.util.Optional;
import java.util.function.Function;

/**
 * What became of one text of a batch: its result, or why there is none.
 *
 * @param <T> the result of a single call
 */
public final class Outcome<T> {
    private final T result;
    private final CajalException failure;

    Outcome(Answer answer, Function<Answer, T> read) {
        failure = answer.failure();
        result = failure == null ? read.apply(answer) : null;
    }

    /**
     * The text's result.
     *
     * @return the result
     * @throws CajalException the text's own error, if it failed
     */
    public T result() {
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    /**
     * Why the text failed.
     *
     * @return its error, or empty
     */
    public Optional<CajalException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return failure == null ? result.toString() : failure.code().toString();
    }
}
