package org.cajal;

import java.util.List;

/** One way to fill all masks of a text at once. */
public final class Filling {
    private final List<Prediction> predictions;
    private final float score;
    private final double logScore;

    Filling(Answer answer) {
        predictions = answer.list(Prediction::new);
        score = answer.number();
        logScore = answer.doubleNumber();
    }

    /**
     * One prediction for each mask, in order of the text, each with its own factor of the score.
     *
     * @return an unmodifiable list
     */
    public List<Prediction> predictions() {
        return predictions;
    }

    /**
     * The product of the predictions' scores, each with the masks before it filled and those after it masked.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    /**
     * The natural logarithm of the score.
     *
     * @return 0 or less
     */
    public double logScore() {
        return logScore;
    }

    @Override
    public String toString() {
        return predictions + " " + score;
    }
}
