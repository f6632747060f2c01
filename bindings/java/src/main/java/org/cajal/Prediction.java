package org.cajal;

import java.util.List;
import java.util.Objects;

/** One candidate for a mask: a token of the vocabulary, or a target. */
public final class Prediction {
    private final List<Integer> tokenIds;
    private final float score;
    private final double logScore;
    private final boolean startsWord;
    private final String text;

    Prediction(Answer answer) {
        tokenIds = answer.list(Answer::integer);
        score = answer.number();
        logScore = answer.doubleNumber();
        startsWord = answer.integer() != 0;
        text = answer.string();
    }

    /**
     * The id of its first token in the model's vocabulary.
     *
     * @return the id, from 0
     */
    public int tokenId() {
        return tokenIds.get(0);
    }

    /**
     * Its ids in the model's vocabulary: one, or as many as a target has tokens.
     *
     * @return an unmodifiable list
     */
    public List<Integer> tokenIds() {
        return tokenIds;
    }

    /**
     * The text as a person reads it, without a leading space. A target is as it was given, without spaces around it.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Whether it starts a word. If not, it continues the word before the mask.
     *
     * @return true for the start of a word
     */
    public boolean startsWord() {
        return startsWord;
    }

    /**
     * A token's softmax over the whole vocabulary; for a target, the geometric mean over its tokens, each scored with those
     * before it in place and those after it masked.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    /**
     * The natural logarithm of the score, for those too small for {@link #score()}.
     *
     * @return 0 or less
     */
    public double logScore() {
        return logScore;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Prediction)) {
            return false;
        }
        Prediction that = (Prediction) other;
        return tokenIds.equals(that.tokenIds)
                && Double.compare(logScore, that.logScore) == 0
                && startsWord == that.startsWord
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tokenIds, logScore, startsWord, text);
    }

    @Override
    public String toString() {
        return text + " " + score;
    }
}
