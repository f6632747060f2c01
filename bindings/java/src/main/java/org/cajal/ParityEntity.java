package org.cajal;

import java.util.Objects;
import java.util.OptionalInt;

/** One entity as transformers gives it; with {@link Aggregation#NONE}, one token. */
public final class ParityEntity {
    private final Offsets offsets;
    private final float score;
    private final int token;
    private final String label;
    private final String word;

    ParityEntity(Answer answer) {
        offsets = answer.offsets();
        score = answer.number();
        token = answer.integer();
        label = answer.string();
        word = answer.string();
    }

    /**
     * Where it stands in the text; may be empty, or hold a leading space, as with transformers.
     *
     * @return the offsets
     */
    public Offsets offsets() {
        return offsets;
    }

    /**
     * Its {@code entity_group}; with {@link Aggregation#NONE} its {@code entity}, the label as it is written.
     *
     * @return the label
     */
    public String label() {
        return label;
    }

    /**
     * Its score.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    /**
     * Its {@code word}: pieces joined by the tokenizer. Not the text's own spelling, but of its content.
     *
     * @return the word
     */
    public String word() {
        return word;
    }

    /**
     * The token's position in its window, from 1.
     *
     * @return the position, only with {@link Aggregation#NONE}
     */
    public OptionalInt token() {
        return token == 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ParityEntity)) {
            return false;
        }
        ParityEntity that = (ParityEntity) other;
        return offsets.equals(that.offsets)
                && Float.compare(score, that.score) == 0
                && token == that.token
                && label.equals(that.label)
                && word.equals(that.word);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offsets, score, token, label, word);
    }

    /** Without the word, which is part of the text. */
    @Override
    public String toString() {
        return label + " " + offsets + " " + score;
    }
}
