package org.cajal;

import java.util.Optional;

/** What became of one text of a batch: its entities, or why there are none. */
public final class NerOutcome {
    private final NerResult result;
    private final CajalException failure;

    NerOutcome(Answer answer) {
        failure = answer.failure();
        result = failure == null ? new NerResult(answer) : null;
    }

    /**
     * The text's entities.
     *
     * @return the result
     * @throws CajalException the text's own error, if it failed
     */
    public NerResult result() {
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
