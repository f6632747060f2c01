package org.cajal;

import java.util.List;
import java.util.Optional;

/** A stretch of a text that was kept whole or replaced whole. */
public final class Segment {
    private final Offsets from;
    private final Offsets to;
    private final List<String> label;

    Segment(Answer answer) {
        from = answer.offsets();
        to = answer.offsets();
        label = answer.list(Answer::string);
    }

    /**
     * The label of what was replaced.
     *
     * @return the label, or empty for what was kept
     */
    public Optional<String> label() {
        return label.stream().findFirst();
    }

    /**
     * Where it stood in the text.
     *
     * @return the offsets
     */
    public Offsets from() {
        return from;
    }

    /**
     * Where it stands in the new text.
     *
     * @return the offsets
     */
    public Offsets to() {
        return to;
    }

    @Override
    public String toString() {
        return label + " " + from + " -> " + to;
    }
}
