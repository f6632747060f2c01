package org.cajal;

import java.time.Duration;
import java.util.Collection;

/** Options of a recognition. Immutable. */
public final class NerOptions {
    private static final NerOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private NerOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static NerOptions defaults() {
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
         * The longest window. The default is 48, or the model's limit if that is smaller.
         *
         * @param tokens 1 or more, without the two special tokens
         * @return this builder
         */
        public Builder windowTokens(int tokens) {
            pairs.put("window_tokens", tokens);
            return this;
        }

        /**
         * What neighbouring windows share where a sentence is longer than a window. The default is a quarter of the
         * window.
         *
         * @param tokens 0 to half a window
         * @return this builder
         */
        public Builder overlapTokens(int tokens) {
            pairs.put("overlap_tokens", tokens);
            return this;
        }

        /**
         * The lowest score of an entity. The default is 0, which keeps all.
         *
         * @param score 0 to 1
         * @return this builder
         */
        public Builder threshold(float score) {
            pairs.put("threshold", score);
            return this;
        }

        /**
         * The labels to keep. The default is all.
         *
         * @param labels one or more labels of the models, without tagging prefixes, none with a comma
         * @return this builder
         * @throws CajalException {@link ErrorCode#INVALID_OPTION} for a comma
         */
        public Builder labels(Collection<String> labels) {
            pairs.putLabels("labels", labels);
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
        public NerOptions build() {
            return new NerOptions(pairs);
        }
    }
}
