package org.cajal;

import java.util.List;

/** One mask of a text with its candidates. */
public final class Mask {
    private final Offsets offsets;
    private final List<Prediction> predictions;
    private final List<Target> targets;

    Mask(Answer answer) {
        offsets = answer.offsets();
        predictions = answer.list(Prediction::new);
        targets = answer.list(item -> new Target(item, predictions));
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
     * The candidates, best first; equals in order of token ids. Each is scored with the other masks of the text still
     * masked.
     *
     * @return an unmodifiable list
     */
    public List<Prediction> predictions() {
        return predictions;
    }

    /**
     * What became of each target, in the order given.
     *
     * @return an unmodifiable list, empty without {@link FillMaskOptions.Builder#targets}
     */
    public List<Target> targets() {
        return targets;
    }

    @Override
    public String toString() {
        return offsets + " " + predictions;
    }
}
