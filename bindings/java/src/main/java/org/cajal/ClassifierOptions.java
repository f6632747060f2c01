package org.cajal;

import java.time.Duration;

/** Options of a classification. Immutable. */
public final class ClassifierOptions {
    private static final ClassifierOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private ClassifierOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static ClassifierOptions defaults() {
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
        public ClassifierOptions build() {
            return new ClassifierOptions(pairs);
        }
    }
}
