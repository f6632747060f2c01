package org.cajal;

import java.util.Objects;

/** One label of a whole text. */
public final class Classification {
    private final String label;
    private final float score;

    Classification(Answer answer) {
        label = answer.string();
        score = answer.number();
    }

    /**
     * The label as the model's configuration spells it.
     *
     * @return the label
     */
    public String label() {
        return label;
    }

    /**
     * The softmax over the labels; for multi-label models and those with one label, the sigmoid of its own logit; for
     * regression ({@code problem_type} of the model's configuration), the model's number as it is.
     *
     * @return 0 to 1; any number for regression
     */
    public float score() {
        return score;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Classification)) {
            return false;
        }
        Classification that = (Classification) other;
        return label.equals(that.label) && Float.compare(score, that.score) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, score);
    }

    @Override
    public String toString() {
        return label + " " + score;
    }
}
