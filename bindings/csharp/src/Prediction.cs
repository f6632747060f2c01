using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>One candidate for a mask: a token of the vocabulary, or a target. A value that never changes.</summary>
    public sealed class Prediction
    {
        internal Prediction(NativePrediction native, string text, long[] tokenIds)
        {
            Text = text;
            Score = native.Score;
            LogScore = native.LogScore;
            TokenIds = Array.AsReadOnly(tokenIds);
            StartsWord = (native.Flags & NativeMethods.PredictionStartsWord) != 0;
        }

        /// <summary>Its text, without a leading space.</summary>
        public string Text { get; private set; }

        /// <summary>
        /// From 0 to 1: a token's softmax over the whole vocabulary; for a target, the geometric mean over its tokens, each
        /// scored with those before it in place and those after it masked.
        /// </summary>
        public float Score { get; private set; }

        /// <summary>The natural logarithm of the score, for those too small for <see cref="Score"/>.</summary>
        public double LogScore { get; private set; }

        /// <summary>Its ids in the model's vocabulary: one, or as many as a target has tokens.</summary>
        public IReadOnlyList<long> TokenIds { get; private set; }

        /// <summary>The id of its first token in the model's vocabulary.</summary>
        public long TokenId
        {
            get { return TokenIds[0]; }
        }

        /// <summary>Whether it starts a word; else it continues the word before the mask.</summary>
        public bool StartsWord { get; private set; }
    }
}
