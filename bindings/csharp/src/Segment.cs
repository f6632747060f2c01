namespace Cajal
{
    /// <summary>A stretch of a text that was kept whole or replaced whole. A value that never changes.</summary>
    public sealed class Segment
    {
        internal Segment(NativeSegment native, string label)
        {
            From = new TextOffsets(native.From);
            To = new TextOffsets(native.To);
            Label = label;
        }

        /// <summary>Where it stood in the text.</summary>
        public TextOffsets From { get; private set; }

        /// <summary>Where it stands in the new text.</summary>
        public TextOffsets To { get; private set; }

        /// <summary>The label of what was replaced; null for what was kept.</summary>
        public string Label { get; private set; }
    }
}
