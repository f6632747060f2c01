package org.cajal;

import java.time.Duration;

/** Options of a fill-mask call. Immutable. */
public final class FillMaskOptions {
    private static final FillMaskOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private FillMaskOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static FillMaskOptions defaults() {
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
         * Candidates for each mask. The default is 5.
         *
         * @param count 1 to the size of the vocabulary
         * @return this builder
         */
        public Builder topK(int count) {
            pairs.put("top_k", count);
            return this;
        }

        /**
         * How long a call may take. The default is no limit.
         *
         * @param timeout whole milliseconds count; zero is exceeded at once
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
        public FillMaskOptions build() {
            return new FillMaskOptions(pairs);
        }
    }
}
