using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>Options of a run of <see cref="ParityFillMask"/>.</summary>
    public sealed class ParityFillMaskOptions : WatchedOptions
    {
        private int? topK;
        private IReadOnlyList<string> targets;

        /// <summary>Candidates for each mask, 1 or more. Default: 5.</summary>
        public int? TopK
        {
            get { return topK; }
            set
            {
                SetNumber("top_k", value);
                topK = value;
            }
        }

        /// <summary>
        /// Words to score; one that is no token is cut to its first one, as there. Default: null, the vocabulary.
        /// </summary>
        /// <exception cref="ArgumentException">A target is null or has a line break.</exception>
        public IReadOnlyList<string> Targets
        {
            get { return targets; }
            set
            {
                SetLines("targets", value);
                targets = value;
            }
        }
    }
}
