package org.cajal;

import java.time.Duration;
import java.util.Collection;

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
         * Candidates for each mask, and fillings of a joint search. Targets are all returned. The default is 5.
         *
         * @param count 1 to the size of the vocabulary; beside a beam width to 1024
         * @return this builder
         */
        public Builder topK(int count) {
            pairs.put("top_k", count);
            return this;
        }

        /**
         * Words to score at every mask instead of the vocabulary: see {@link Mask#targets()}. The default is none.
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
         * How many partial fillings a joint search over all masks keeps: see {@link FillMaskResult#fillings()}. The default
         * is no such search. Not together with targets.
         *
         * @param fillings 1 to 1024
         * @return this builder
         */
        public Builder beamWidth(int fillings) {
            pairs.put("beam_width", fillings);
            return this;
        }

        /**
         * How text is read that stands against a mask. The default is {@link AfterMask#TOKENIZER}.
         *
         * @param afterMask the way
         * @return this builder
         */
        public Builder afterMask(AfterMask afterMask) {
            pairs.put("after_mask", afterMask.optionName());
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
        public FillMaskOptions build() {
            return new FillMaskOptions(pairs);
        }
    }
}
