package org.cajal;

import java.util.List;
import java.util.Optional;

/** What transformers' token-classification pipeline answers for one text. */
public final class ParityNerResult {
    private final long windows;
    private final List<ParityEntity> entities;
    private final List<Offsets> unread;

    ParityNerResult(Answer answer) {
        windows = answer.longInteger();
        entities = answer.list(ParityEntity::new);
        unread = answer.list(Answer::offsets);
    }

    /**
     * The entities in transformers' order.
     *
     * @return an unmodifiable list
     */
    public List<ParityEntity> entities() {
        return entities;
    }

    /**
     * Windows that were run.
     *
     * @return their number
     */
    public long windows() {
        return windows;
    }

    /**
     * The end of the text that no window read: transformers cuts it off in silence.
     *
     * @return the part, or empty if all was read
     */
    public Optional<Offsets> unread() {
        return unread.stream().findFirst();
    }

    @Override
    public String toString() {
        return entities.size() + " entities in " + windows + " windows";
    }
}
