package org.cajal;

import java.util.List;
import java.util.Objects;

/**
 * A text with its entities replaced.
 *
 * <p><strong>A model misses things.</strong> What it does not find stays in the text, and what is left may still tell who it
 * is about. Such a text is not anonymous: have it read before it is shared.
 */
public final class Deidentified {
    private final String text;
    private final List<Segment> segments;
    private final List<Pseudonym> pseudonyms;

    private Deidentified(Answer answer) {
        text = answer.string();
        segments = answer.list(Segment::new);
        pseudonyms = answer.list(Pseudonym::new);
    }

    /**
     * Replaces entities by their labels.
     *
     * @param text the text, exactly as it was given to the run
     * @param result the entities found in it
     * @return the new text
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} if the entities are of another text
     */
    public static Deidentified of(String text, NerResult result) {
        return of(text, result, DeidentifyOptions.defaults());
    }

    /**
     * Replaces entities. Those that overlap are replaced as one, under the label of the longest.
     *
     * @param text the text, exactly as it was given to the run
     * @param result the entities found in it
     * @param options what to put in their place
     * @return the new text
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} if the entities are of another text,
     *     {@link ErrorCode#INVALID_OPTION}
     */
    public static Deidentified of(String text, NerResult result, DeidentifyOptions options) {
        Objects.requireNonNull(text, "text");
        NativeLibrary.ensureLoaded();
        return new Deidentified(new Answer(Native.deidentify(text, result.packed(), options.pairs())));
    }

    /**
     * The new text.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * The whole of both texts in order: what was kept and what was replaced, and where it stood and stands.
     *
     * @return an unmodifiable list
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * What the tags of {@link Replacement#PSEUDONYM} stand for, in order of the text. Whoever has it can undo the
     * de-identification: keep it apart from the text.
     *
     * @return an unmodifiable list, empty for other replacements
     */
    public List<Pseudonym> pseudonyms() {
        return pseudonyms;
    }

    /** Without the text, which may still be about somebody. */
    @Override
    public String toString() {
        return segments.toString();
    }
}
