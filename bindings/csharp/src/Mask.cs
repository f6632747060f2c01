using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>One mask of a text with its candidates. A value that never changes.</summary>
    public sealed class Mask
    {
        internal Mask(NativeOffsets offsets, Prediction[] predictions, Target[] targets)
        {
            Offsets = new TextOffsets(offsets);
            Predictions = Array.AsReadOnly(predictions);
            Targets = Array.AsReadOnly(targets);
        }

        /// <summary>Where the mask token stands, in three units.</summary>
        public TextOffsets Offsets { get; private set; }

        /// <summary>The candidates, the best first, each scored with the other masks of the text still masked.</summary>
        public IReadOnlyList<Prediction> Predictions { get; private set; }

        /// <summary>
        /// What became of each of <see cref="FillMaskOptions.Targets"/>, in the order given; empty without targets.
        /// </summary>
        public IReadOnlyList<Target> Targets { get; private set; }
    }
}
