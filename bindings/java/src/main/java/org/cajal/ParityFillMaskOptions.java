package org.cajal;

import java.time.Duration;
import java.util.Collection;

/** Options of parity mode of fill-mask. Immutable. The defaults are those of transformers. */
public final class ParityFillMaskOptions {
    private static final ParityFillMaskOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private ParityFillMaskOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static ParityFillMaskOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts new options.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    String[] pairs() {
        return pairs;
    }

    /** Collects options. For one thread at a time. Values are checked by the call that uses them. */
    public static final class Builder {
        private final OptionPairs pairs = new OptionPairs();

        private Builder() {}

        /**
         * Candidates for each mask; no more than there are targets. The default is 5.
         *
         * @param count 1 to the size of the vocabulary
         * @return this builder
         */
        public Builder topK(int count) {
            pairs.put("top_k", count);
            return this;
        }

        /**
         * Candidates instead of the vocabulary. One that is no token is cut to its first one, as in transformers.
         *
         * @param words one or more words, none with a line break (CR or LF)
         * @return this builder
         * @throws CajalException {@link ErrorCode#INVALID_OPTION} for a line break
         */
        public Builder targets(Collection<String> words) {
            pairs.putLines("targets", words);
            return this;
        }

        /**
         * How long a call may take. The default is no limit.
         *
         * @param timeout 0 or more, rounded up to whole milliseconds; zero is exceeded at once
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            pairs.putTimeout(timeout);
            return this;
        }

        /**
         * The options collected so far.
         *
         * @return immutable options
         */
        public ParityFillMaskOptions build() {
            return new ParityFillMaskOptions(pairs);
        }
    }
}
