using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>One mask of a text with the candidates that transformers gives. A value that never changes.</summary>
    public sealed class ParityMask
    {
        internal ParityMask(NativeOffsets offsets, ParityPrediction[] predictions)
        {
            Offsets = new TextOffsets(offsets);
            Predictions = Array.AsReadOnly(predictions);
        }

        /// <summary>Where the mask token stands, in three units.</summary>
        public TextOffsets Offsets { get; private set; }

        /// <summary>The candidates, the best first.</summary>
        public IReadOnlyList<ParityPrediction> Predictions { get; private set; }
    }

    /// <summary>One candidate as transformers gives it. A value that never changes.</summary>
    public sealed class ParityPrediction
    {
        internal ParityPrediction(NativeParityPrediction native, string tokenString, string sequence)
        {
            TokenString = tokenString;
            Sequence = sequence;
            TokenId = native.TokenId;
            Score = native.Score;
        }

        /// <summary><c>token_str</c>, leading space and all.</summary>
        public string TokenString { get; private set; }

        /// <summary><c>sequence</c>: the text as the tokenizer decodes it, with the candidate in place.</summary>
        public string Sequence { get; private set; }

        /// <summary><c>token</c>: its id in the model's vocabulary.</summary>
        public long TokenId { get; private set; }

        /// <summary><c>score</c>: its softmax over the whole vocabulary, 0 to 1.</summary>
        public float Score { get; private set; }
    }
}
