package org.cajal;

import java.util.Objects;

/** One entity of a text: what it is, where it stands, how sure the model is. */
public final class Entity {
    private final String label;
    private final float score;
    private final Offsets offsets;
    private final int model;

    Entity(String label, float score, Offsets offsets, int model) {
        this.label = label;
        this.score = score;
        this.offsets = offsets;
        this.model = model;
    }

    /**
     * The label without its tagging prefix: {@code PROTEINAS}, not {@code B-PROTEINAS}.
     *
     * @return the label
     */
    public String label() {
        return label;
    }

    /**
     * The mean of its words' scores.
     *
     * @return 0 to 1
     */
    public float score() {
        return score;
    }

    /**
     * The first {@code char} of the entity.
     *
     * @return UTF-16 code units from the start of the text
     */
    public int start() {
        return offsets.utf16Start();
    }

    /**
     * The first {@code char} after the entity.
     *
     * @return UTF-16 code units from the start of the text
     */
    public int end() {
        return offsets.utf16End();
    }

    /**
     * Where it stands, in three units.
     *
     * @return the offsets
     */
    public Offsets offsets() {
        return offsets;
    }

    /**
     * Which of the models given to {@link Ner} found it.
     *
     * @return the model's index, from 0
     */
    public int modelIndex() {
        return model;
    }

    /**
     * The entity's own text. It is not kept here, so that an entity that is stored or logged holds no patient's words.
     *
     * @param document the text that was given to the call
     * @return the part of it that the entity covers
     */
    public String text(String document) {
        return document.substring(start(), end());
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Entity)) {
            return false;
        }
        Entity that = (Entity) other;
        return label.equals(that.label)
                && Float.compare(score, that.score) == 0
                && offsets.equals(that.offsets)
                && model == that.model;
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, score, offsets, model);
    }

    @Override
    public String toString() {
        return label + " " + offsets + " " + score;
    }
}
