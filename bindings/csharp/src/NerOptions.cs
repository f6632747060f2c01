using System.Collections.Generic;

namespace Cajal
{
    /// <summary>Options of a run of <see cref="Ner"/>.</summary>
    public sealed class NerOptions : WatchedOptions
    {
        private int? windowTokens;
        private int? overlapTokens;
        private double? threshold;
        private IReadOnlyList<string> labels;

        /// <summary>Longest window, in tokens, 1 or more. Default: 48, or the model's limit if smaller.</summary>
        public int? WindowTokens
        {
            get { return windowTokens; }
            set
            {
                SetNumber("window_tokens", value);
                windowTokens = value;
            }
        }

        /// <summary>Tokens that windows share in a sentence longer than one. Default: a quarter of the window.</summary>
        public int? OverlapTokens
        {
            get { return overlapTokens; }
            set
            {
                SetNumber("overlap_tokens", value);
                overlapTokens = value;
            }
        }

        /// <summary>Lowest score of an entity, 0 to 1. Default: 0.</summary>
        public double? Threshold
        {
            get { return threshold; }
            set
            {
                SetNumber("threshold", value);
                threshold = value;
            }
        }

        /// <summary>Labels to keep, without tagging prefix (<c>PROTEINAS</c>). Default: null, which is all.</summary>
        /// <exception cref="System.ArgumentException">A label is null or has a comma.</exception>
        public IReadOnlyList<string> Labels
        {
            get { return labels; }
            set
            {
                SetLabels("labels", value);
                labels = value;
            }
        }
    }
}
