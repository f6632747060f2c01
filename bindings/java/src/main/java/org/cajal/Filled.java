package org.cajal;

import java.util.List;

/** A text with words in place of its masks. */
public final class Filled {
    private final String text;
    private final List<Offsets> insertions;

    Filled(Answer answer) {
        text = answer.string();
        insertions = answer.list(Answer::offsets);
    }

    /**
     * The text. A lone surrogate of the one that was asked about is U+FFFD here.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Where the words that were put in stand in {@link #text()}, in its order.
     *
     * @return an unmodifiable list
     */
    public List<Offsets> insertions() {
        return insertions;
    }

    /** Without the text, which is a patient's. */
    @Override
    public String toString() {
        return insertions.toString();
    }
}
