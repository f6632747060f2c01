package org.cajal;

import java.util.List;

/** One mask as transformers sees it. */
public final class ParityMask {
    private final Offsets offsets;
    private final List<ParityPrediction> predictions;

    ParityMask(Answer answer) {
        offsets = answer.offsets();
        predictions = answer.list(ParityPrediction::new);
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
     * The candidates, best first.
     *
     * @return an unmodifiable list
     */
    public List<ParityPrediction> predictions() {
        return predictions;
    }

    @Override
    public String toString() {
        return offsets + " " + predictions;
    }
}
