package org.cajal;

import java.util.List;
import java.util.Optional;

/** What became of one target at one mask. */
public final class Target {
    private final TargetStatus status;
    private final Prediction prediction;

    Target(Answer answer, List<Prediction> predictions) {
        status = TargetStatus.of(answer.integer());
        int index = answer.integer();
        prediction = index < 0 ? null : predictions.get(index);
    }

    /**
     * Whether it was scored, and if not, why.
     *
     * @return the status
     */
    public TargetStatus status() {
        return status;
    }

    /**
     * Its prediction, which is among those of its mask; a duplicate's is that of the earlier target.
     *
     * @return the prediction, or empty if it was not scored
     */
    public Optional<Prediction> prediction() {
        return Optional.ofNullable(prediction);
    }

    @Override
    public String toString() {
        return status.toString();
    }
}
