package org.cajal;

import java.nio.file.Path;

/** Options of a load. Immutable. */
public final class ModelOptions {
    private static final ModelOptions DEFAULTS = builder().build();

    private final String[] pairs;

    private ModelOptions(OptionPairs pairs) {
        this.pairs = pairs.toArray();
    }

    /**
     * Options with nothing set.
     *
     * @return the defaults
     */
    public static ModelOptions defaults() {
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
         * Threads that one call may use. The default is what the container allows (affinity and cgroup quota).
         *
         * @param threads 1 or more
         * @return this builder
         */
        public Builder threads(int threads) {
            pairs.put("threads", threads);
            return this;
        }

        /**
         * Threads that one run of the model may use. The default is all of those of a call, or 1 for a small model. With 1,
         * many texts take less time and a short one by itself more.
         *
         * @param threads 1 to the threads of a call
         * @return this builder
         */
        public Builder runThreads(int threads) {
            pairs.put("run_threads", threads);
            return this;
        }

        /**
         * What runs the model. The default is {@code cpu}. What is asked for and not there is an error.
         *
         * @param provider {@code cpu}, {@code cuda:N}, {@code openvino}, {@code auto}, or the absolute path of a
         *     provider plugin library
         * @return this builder
         */
        public Builder provider(String provider) {
            pairs.put("provider", provider);
            return this;
        }

        /**
         * What the model computes with. The default is {@code f32}.
         *
         * @param precision {@code f32}; {@code f16} (provider {@code cuda:N}); {@code int8} (provider {@code cpu});
         *     {@code bf16} (provider {@code openvino}); {@code auto} for int8 where the processor is made for it
         * @return this builder
         */
        public Builder precision(String precision) {
            pairs.put("precision", precision);
            return this;
        }

        /**
         * How a folder that {@link Model#compile} wrote is compared with its list of files. The default is {@link
         * Verification#SIZES}.
         *
         * @param how by sizes or by hashes
         * @return this builder
         */
        public Builder verify(Verification how) {
            pairs.put("verify", how.optionName());
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
        public ModelOptions build() {
            return new ModelOptions(pairs);
        }
    }
}
