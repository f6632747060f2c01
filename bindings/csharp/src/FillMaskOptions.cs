using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>How text is read that stands against a mask, as the stop in <c>&lt;mask&gt;.</c></summary>
    public enum AfterMask
    {
        /// <summary>As transformers reads it: scores are those that it gives.</summary>
        Tokenizer,
        /// <summary>As it is written, which is how models see it in training.</summary>
        Text
    }

    /// <summary>Options of a run of <see cref="FillMask"/>.</summary>
    public sealed class FillMaskOptions : WatchedOptions
    {
        private int? topK;
        private IReadOnlyList<string> targets;
        private int? beamWidth;
        private AfterMask? afterMask;

        /// <summary>
        /// Candidates for each mask, and fillings, 1 or more; with <see cref="BeamWidth"/> to 1024. Default: 5. Targets are all
        /// returned.
        /// </summary>
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
        /// Words of any number of tokens to score at every mask instead of the vocabulary. Default: null, the vocabulary.
        /// Not with <see cref="BeamWidth"/>.
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

        /// <summary>
        /// Partial fillings kept in a joint search over all masks, 1 to 1024; no fewer than <see cref="TopK"/> are. Default:
        /// null, no such search.
        /// </summary>
        public int? BeamWidth
        {
            get { return beamWidth; }
            set
            {
                SetNumber("beam_width", value);
                beamWidth = value;
            }
        }

        /// <summary>How text against a mask is read. Default: <see cref="Cajal.AfterMask.Tokenizer"/>.</summary>
        public AfterMask? AfterMask
        {
            get { return afterMask; }
            set
            {
                SetName("after_mask", value);
                afterMask = value;
            }
        }
    }
}
