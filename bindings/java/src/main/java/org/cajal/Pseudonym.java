package org.cajal;

import java.util.List;

/** What a tag of {@link Replacement#PSEUDONYM} stands for. */
public final class Pseudonym {
    private final String tag;
    private final String label;
    private final List<String> spellings;
    private final int count;

    Pseudonym(Answer answer) {
        tag = answer.string();
        label = answer.string();
        spellings = answer.list(Answer::string);
        count = answer.integer();
    }

    /**
     * The tag in the new text: {@code [FECHAS_1]}.
     *
     * @return the tag
     */
    public String tag() {
        return tag;
    }

    /**
     * The label of what it stands for.
     *
     * @return the label
     */
    public String label() {
        return label;
    }

    /**
     * The texts it stands for, each once, in order of the document.
     *
     * @return an unmodifiable list
     */
    public List<String> spellings() {
        return spellings;
    }

    /**
     * How often the tag stands in the new text.
     *
     * @return the number, 1 or more
     */
    public int count() {
        return count;
    }

    /** Without the spellings, which undo the de-identification. */
    @Override
    public String toString() {
        return tag + " × " + count;
    }
}
