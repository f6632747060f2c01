using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace Cajal
{
    /// <summary>One mask of a text with its candidates. A value that never changes.</summary>
    public sealed class Mask
    {
        internal Mask(NativeOffsets offsets, Prediction[] predictions)
        {
            Offsets = new TextOffsets(offsets);
            Predictions = new ReadOnlyCollection<Prediction>(predictions);
        }

        /// <summary>Where the mask token stands, in three units.</summary>
        public TextOffsets Offsets { get; private set; }

        /// <summary>The candidates, the best first.</summary>
        public IReadOnlyList<Prediction> Predictions { get; private set; }
    }
}
