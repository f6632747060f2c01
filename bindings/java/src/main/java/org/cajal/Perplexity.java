package org.cajal;

/** How expected a text is to a model. Only values of models with the same vocabulary compare. */
public final class Perplexity {
    private final long tokens;
    private final double logLikelihood;
    private final double value;

    Perplexity(Answer answer) {
        tokens = answer.longInteger();
        logLikelihood = answer.doubleNumber();
        value = answer.doubleNumber();
    }

    /**
     * Tokens of the text, without special ones.
     *
     * @return their number
     */
    public long tokens() {
        return tokens;
    }

    /**
     * The sum over all tokens of the natural logarithm of the softmax of the right one.
     *
     * @return 0 or less
     */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * The pseudo-perplexity: 1 for a text that the model guesses for sure.
     *
     * @return 1 or more
     */
    public double value() {
        return value;
    }

    @Override
    public String toString() {
        return value + " over " + tokens + " tokens";
    }
}
