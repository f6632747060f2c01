package org.cajal;

/** Options of a de-identification. Immutable. */
public final class DeidentifyOptions {
    private static final DeidentifyOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private DeidentifyOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static DeidentifyOptions defaults() {
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
         * What stands in place of entities. The default is {@link Replacement#LABEL}.
         *
         * @param replacement the replacement
         * @return this builder
         */
        public Builder replacement(Replacement replacement) {
            pairs.put("replacement", replacement.optionName());
            return this;
        }

        /**
         * Characters of every mask, so that the length of a name cannot be seen; only with {@link Replacement#MASK}. The
         * default is as many as were masked.
         *
         * @param characters 0 to 255
         * @return this builder
         */
        public Builder maskLength(int characters) {
            pairs.put("mask_length", characters);
            return this;
        }

        /**
         * The options collected so far.
         *
         * @return immutable options
         */
        public DeidentifyOptions build() {
            return new DeidentifyOptions(pairs);
        }
    }
}
