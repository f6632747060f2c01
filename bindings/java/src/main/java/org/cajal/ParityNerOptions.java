package org.cajal;

import java.time.Duration;
import java.util.Collection;

/** Options of parity mode of named-entity recognition. Immutable. The defaults are those of transformers. */
public final class ParityNerOptions {
    private static final ParityNerOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private ParityNerOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static ParityNerOptions defaults() {
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
         * The aggregation strategy. The default is {@link Aggregation#NONE}.
         *
         * @param aggregation the strategy
         * @return this builder
         */
        public Builder aggregation(Aggregation aggregation) {
            pairs.put("aggregation", aggregation.optionName());
            return this;
        }

        /**
         * What neighbouring windows share. The default is one window, and the rest of the text unread.
         *
         * @param tokens 0 or more
         * @return this builder
         */
        public Builder stride(int tokens) {
            pairs.put("stride", tokens);
            return this;
        }

        /**
         * Labels to leave out. The default is {@code O}.
         *
         * @param labels labels as the answer spells them, none with a comma; may be empty
         * @return this builder
         * @throws CajalException {@link ErrorCode#INVALID_OPTION} for a comma
         */
        public Builder ignoreLabels(Collection<String> labels) {
            pairs.putLabels("ignore_labels", labels);
            return this;
        }

        /**
         * The longest window. The default is the tokenizer's own limit, or the model's if that is smaller.
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
        public ParityNerOptions build() {
            return new ParityNerOptions(pairs);
        }
    }
}
