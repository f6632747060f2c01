using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>One way to fill all masks of a text at once. A value that never changes.</summary>
    public sealed class Filling
    {
        internal Filling(NativeFilling native, Prediction[] predictions)
        {
            Predictions = Array.AsReadOnly(predictions);
            Score = native.Score;
            LogScore = native.LogScore;
        }

        /// <summary>One for each mask, in order of the text, each with its own factor of the score.</summary>
        public IReadOnlyList<Prediction> Predictions { get; private set; }

        /// <summary>The product of the predictions' scores, each with the masks before it filled and those after it masked.</summary>
        public float Score { get; private set; }

        /// <summary>The natural logarithm of the score.</summary>
        public double LogScore { get; private set; }
    }
}
