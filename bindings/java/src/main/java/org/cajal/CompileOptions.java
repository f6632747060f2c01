package org.cajal;

import java.nio.file.Path;

/** Options of {@link Model#compile}. Immutable. */
public final class CompileOptions {
    private static final CompileOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private CompileOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static CompileOptions defaults() {
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
         * What the new folder computes with. The default is {@code f32}.
         *
         * @param precision {@code f32}, or {@code int8}, whose weights are then stored as 8-bit numbers
         * @return this builder
         */
        public Builder precision(String precision) {
            pairs.put("precision", precision);
            return this;
        }

        /**
         * Threads of the compilation. The default is what the container allows (affinity and cgroup quota).
         *
         * @param threads 1 or more
         * @return this builder
         */
        public Builder threads(int threads) {
            pairs.put("threads", threads);
            return this;
        }

        /**
         * Where ONNX Runtime lies, for the first load of the process. The default is the one that comes with the native
         * jar.
         *
         * @param library the absolute path of the library
         * @return this builder
         */
        public Builder runtimePath(Path library) {
            pairs.put("runtime_path", library);
            return this;
        }

        /**
         * The options collected so far.
         *
         * @return immutable options
         */
        public CompileOptions build() {
            return new CompileOptions(pairs);
        }
    }
}
