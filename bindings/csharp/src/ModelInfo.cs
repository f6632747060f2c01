using System.Collections.Generic;

namespace Cajal
{
    /// <summary>Facts about a model. A value: it may outlive the model. What is not known is null.</summary>
    public sealed class ModelInfo
    {
        internal ModelInfo(InfoReader reader)
        {
            Source = reader.Text("source");
            Family = reader.Text("family");
            Task = reader.Text("task");
            Format = reader.Text("format");
            WeightsType = reader.Text("weights_type");
            Parameters = reader.Number("parameters");
            WeightsBytes = reader.Number("weights_bytes");
            Layers = reader.Number("layers");
            HiddenSize = reader.Number("hidden_size");
            Vocabulary = reader.Number("vocabulary");
            MaxTokens = reader.Number("max_tokens");
            MaskToken = reader.Text("mask_token");
            Labels = reader.Values("labels");
            Provider = reader.Text("provider");
            ProviderAsked = reader.Text("provider_asked");
            Nodes = reader.Values("nodes");
            Precision = reader.Text("precision");
            Threads = reader.Number("threads");
            RunThreads = reader.Number("run_threads");
            Json = reader.Json();
        }

        /// <summary>Where it was loaded from.</summary>
        public string Source { get; private set; }
        /// <summary>The family, such as <c>roberta</c>.</summary>
        public string Family { get; private set; }
        /// <summary>The task of its head, such as <c>token-classification</c>.</summary>
        public string Task { get; private set; }
        /// <summary>The form of the weights, such as <c>safetensors</c>.</summary>
        public string Format { get; private set; }
        /// <summary>The number type that the weights are stored in, such as <c>f32</c>.</summary>
        public string WeightsType { get; private set; }
        /// <summary>Number of parameters.</summary>
        public long? Parameters { get; private set; }
        /// <summary>Bytes of the weights as they were loaded: about what the model takes in memory.</summary>
        public long? WeightsBytes { get; private set; }
        /// <summary>Number of layers.</summary>
        public long? Layers { get; private set; }
        /// <summary>Width of a layer.</summary>
        public long? HiddenSize { get; private set; }
        /// <summary>Number of tokens in the vocabulary.</summary>
        public long? Vocabulary { get; private set; }
        /// <summary>Tokens that one window can hold.</summary>
        public long? MaxTokens { get; private set; }
        /// <summary>The mask token to write in texts for fill-mask; null where the model has no such head.</summary>
        public string MaskToken { get; private set; }
        /// <summary>The labels; empty for fill-mask models.</summary>
        public IReadOnlyList<string> Labels { get; private set; }
        /// <summary>The execution provider it runs on.</summary>
        public string Provider { get; private set; }
        /// <summary>The execution provider that was asked for.</summary>
        public string ProviderAsked { get; private set; }
        /// <summary>
        /// How many nodes of its graph run on which provider of ONNX Runtime, such as <c>CPUExecutionProvider: 41</c>.
        /// </summary>
        public IReadOnlyList<string> Nodes { get; private set; }
        /// <summary>What its matrix products are computed with: <c>f32</c>, <c>int8</c>, or <c>exported</c> for an ONNX export.</summary>
        public string Precision { get; private set; }
        /// <summary>Threads that one call may use.</summary>
        public long? Threads { get; private set; }

        /// <summary>Threads that one run of the model may use.</summary>
        public long? RunThreads { get; private set; }
        /// <summary>All facts as one JSON object, also those that a newer library adds.</summary>
        public string Json { get; private set; }
    }
}
