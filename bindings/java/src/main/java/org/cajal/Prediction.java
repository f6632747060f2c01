package org.cajal;

import java.util.Objects;

/** One candidate for a mask. */
public final class Prediction {
    private final int tokenId;
    private final float score;
    private final boolean startsWord;
    private final String text;

    Prediction(Answer answer) {
        tokenId = answer.integer();
        score = answer.number();
        startsWord = answer.integer() != 0;
        text = answer.string();
    }

    /**
     * The token's id in the model's vocabulary.
     *
     * @return the id, from 0
     */
    public int tokenId() {
        return tokenId;
    }

    /**
     * The token as a person reads it, without a leading space.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Whether the token starts a word. If not, it continues the word before the mask.
     *
     * @return true for the start of a word
     */
    public boolean startsWord() {
        return startsWord;
    }

    /**
     * The softmax over the whole vocabulary.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Prediction)) {
            return false;
        }
        Prediction that = (Prediction) other;
        return tokenId == that.tokenId
                && Float.compare(score, that.score) == 0
                && startsWord == that.startsWord
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tokenId, score, startsWord, text);
    }

    @Override
    public String toString() {
        return text + " " + score;
    }
}
