package org.cajal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts about a loaded model. It may outlive the model. */
public final class ModelInfo {
    private final Map<String, List<String>> facts;

    ModelInfo(Map<String, List<String>> facts) {
        this.facts = facts;
    }

    /**
     * Every fact by its name in the C interface, also those that these classes have no method for.
     *
     * @return an unmodifiable map; a fact has one value, several ({@code labels}) or none ({@code mask_token})
     */
    public Map<String, List<String>> facts() {
        return facts;
    }

    /**
     * The folder the model came from.
     *
     * @return the folder as it was given
     */
    public String source() {
        return first("source");
    }

    /**
     * The model's family.
     *
     * @return {@code roberta}, {@code xlm-roberta} or {@code bert}
     */
    public String family() {
        return first("family");
    }

    /**
     * What the head computes.
     *
     * @return the task
     */
    public Task task() {
        return Task.of(first("task"));
    }

    /**
     * The form of the weights file.
     *
     * @return {@code safetensors}, {@code pytorch} or {@code onnx}
     */
    public String format() {
        return first("format");
    }

    /**
     * The weights' type in the file.
     *
     * @return such as {@code f16}
     */
    public String weightsType() {
        return first("weights_type");
    }

    /**
     * Numbers in the weights file.
     *
     * @return their count; 0 for an ONNX export
     */
    public long parameters() {
        return Long.parseLong(first("parameters"));
    }

    /**
     * Size of the weights as they were loaded: about what the model takes in memory outside the heap.
     *
     * @return bytes
     */
    public long weightsBytes() {
        return Long.parseLong(first("weights_bytes"));
    }

    /**
     * Layers of the encoder.
     *
     * @return their number
     */
    public int layers() {
        return Integer.parseInt(first("layers"));
    }

    /**
     * Width of a layer.
     *
     * @return numbers a token has there
     */
    public int hiddenSize() {
        return Integer.parseInt(first("hidden_size"));
    }

    /**
     * Pieces of the vocabulary.
     *
     * @return their count
     */
    public int vocabulary() {
        return Integer.parseInt(first("vocabulary"));
    }

    /**
     * The longest window.
     *
     * @return tokens, the special ones included
     */
    public int maxTokens() {
        return Integer.parseInt(first("max_tokens"));
    }

    /**
     * The mask token to write in a text for {@link FillMask}.
     *
     * @return {@code <mask>} or {@code [MASK]}; empty for models of other tasks
     */
    public Optional<String> maskToken() {
        return values("mask_token").stream().findFirst();
    }

    /**
     * The labels in order of first id; without tagging prefixes for token classification.
     *
     * @return an unmodifiable list, empty for fill-mask
     */
    public List<String> labels() {
        return values("labels");
    }

    /**
     * The provider that runs the model.
     *
     * @return such as {@code cpu}
     */
    public String provider() {
        return first("provider");
    }

    /**
     * The provider that was asked for.
     *
     * @return such as {@code auto}
     */
    public String providerAsked() {
        return first("provider_asked");
    }

    /**
     * How many nodes of the graph run on which provider of ONNX Runtime.
     *
     * @return an unmodifiable list, such as {@code [CPUExecutionProvider: 41]}
     */
    public List<String> nodes() {
        return values("nodes");
    }

    /**
     * What the model computes with.
     *
     * @return such as {@code f32} or {@code int8}; {@code exported} for an ONNX export
     */
    public String precision() {
        return first("precision");
    }

    /**
     * Threads that one call may use.
     *
     * @return their number
     */
    public int threads() {
        return Integer.parseInt(first("threads"));
    }

    /**
     * Threads that one run of the model may use.
     *
     * @return their number
     */
    public int runThreads() {
        return Integer.parseInt(first("run_threads"));
    }

    private List<String> values(String key) {
        return facts.getOrDefault(key, List.of());
    }

    private String first(String key) {
        return values(key).stream().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return facts.toString();
    }
}
