package org.cajal;

import java.util.Objects;

/** One candidate as transformers gives it. */
public final class ParityPrediction {
    private final float score;
    private final int tokenId;
    private final String tokenText;
    private final String sequence;

    ParityPrediction(Answer answer) {
        score = answer.number();
        tokenId = answer.integer();
        tokenText = answer.string();
        sequence = answer.string();
    }

    /**
     * Its softmax over the whole vocabulary.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    /**
     * {@code token}: its id in the model's vocabulary.
     *
     * @return the id, from 0
     */
    public int tokenId() {
        return tokenId;
    }

    /**
     * {@code token_str}: the token decoded alone, leading space and all.
     *
     * @return the text
     */
    public String tokenText() {
        return tokenText;
    }

    /**
     * The whole text decoded from its tokens with this one in place. Not the text that was given: spaces, case and
     * characters that the vocabulary lacks may differ.
     *
     * @return the text
     */
    public String sequence() {
        return sequence;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ParityPrediction)) {
            return false;
        }
        ParityPrediction that = (ParityPrediction) other;
        return Float.compare(score, that.score) == 0
                && tokenId == that.tokenId
                && tokenText.equals(that.tokenText)
                && sequence.equals(that.sequence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(score, tokenId, tokenText, sequence);
    }

    /** Without the sequence, which is a patient's text. */
    @Override
    public String toString() {
        return tokenText + " " + score;
    }
}
