package org.cajal;

import java.time.Duration;

/** Options of a perplexity. Immutable. */
public final class PerplexityOptions {
    private static final PerplexityOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private PerplexityOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static PerplexityOptions defaults() {
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
         * Tokens that each one is guessed from, itself included. The default is as many as the model takes; fewer are
         * faster.
         *
         * @param tokens 1 or more, without the two special tokens
         * @return this builder
         */
        public Builder windowTokens(int tokens) {
            pairs.put("window_tokens", tokens);
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
        public PerplexityOptions build() {
            return new PerplexityOptions(pairs);
        }
    }
}
