package org.cajal;

import java.util.List;

/** One mask of a text with its candidates. */
public final class Mask {
    private final Offsets offsets;
    private final List<Prediction> predictions;

    Mask(Answer answer) {
        offsets = answer.offsets();
        predictions = answer.list(Prediction::new);
    }

    /**
     * Where the mask token stands in the text.
     *
     * @return the offsets
     */
    public Offsets offsets() {
        return offsets;
    }

    /**
     * The candidates, best first; equals in order of token id.
     *
     * @return an unmodifiable list
     */
    public List<Prediction> predictions() {
        return predictions;
    }

    @Override
    public String toString() {
        return offsets + " " + predictions;
    }
}
