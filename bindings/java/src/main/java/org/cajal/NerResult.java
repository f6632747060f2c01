package org.cajal;

import java.util.List;

/** The entities of one text and how they were found. */
public final class NerResult {
    private final byte[] packed;
    private final List<String> models;
    private final long words;
    private final long windows;
    private final long shortenedWords;
    private final List<Entity> entities;

    NerResult(Answer answer) {
        int start = answer.position();
        // Of the text, for the native side to know it again: a result does not keep the text itself.
        answer.longInteger();
        models = answer.list(Answer::string);
        words = answer.longInteger();
        windows = answer.longInteger();
        shortenedWords = answer.longInteger();
        List<String> labels = answer.list(Answer::string);
        entities = answer.list(item -> entity(item, labels));
        packed = answer.since(start);
    }

    private static Entity entity(Answer answer, List<String> labels) {
        Offsets offsets = answer.offsets();
        String label = labels.get(answer.integer());
        float score = answer.number();
        return new Entity(label, score, offsets, answer.integer());
    }

    /**
     * The entities in order of start, then end, then model.
     *
     * @return an unmodifiable list
     */
    public List<Entity> entities() {
        return entities;
    }

    /**
     * What the models are called, by their folders, in the order of {@link Entity#modelIndex()}.
     *
     * @return an unmodifiable list
     */
    public List<String> models() {
        return models;
    }

    /**
     * Words in the text.
     *
     * @return their number
     */
    public long words() {
        return words;
    }

    /**
     * Windows that were run, over all models.
     *
     * @return their number
     */
    public long windows() {
        return windows;
    }

    /**
     * Words with more tokens than a window holds, whose label was decided from their first tokens.
     *
     * @return their number, over all models
     */
    public long shortenedWords() {
        return shortenedWords;
    }

    /** As it came, for the native side to read again. */
    byte[] packed() {
        return packed;
    }

    @Override
    public String toString() {
        return entities.size() + " entities in " + words + " words";
    }
}
