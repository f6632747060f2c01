namespace Cajal
{
    /// <summary>One entity as transformers gives it; without aggregation, one token. A value that never changes.</summary>
    public sealed class ParityEntity
    {
        internal ParityEntity(NativeParityEntity native, string label, string word)
        {
            Label = label;
            Word = word;
            Score = native.Score;
            TokenIndex = native.Token == 0 ? (int?)null : (int)native.Token;
            Offsets = new TextOffsets(native.Offsets);
        }

        /// <summary><c>entity_group</c>; without aggregation <c>entity</c>, with its tagging prefix.</summary>
        public string Label { get; private set; }

        /// <summary>
        /// <c>word</c>: its pieces joined by the tokenizer; without aggregation the vocabulary's own spelling. Not the text at
        /// its offsets.
        /// </summary>
        public string Word { get; private set; }

        /// <summary>Its score, 0 to 1.</summary>
        public float Score { get; private set; }

        /// <summary><c>index</c>: the token's position in its window, from 1; null with aggregation.</summary>
        public int? TokenIndex { get; private set; }

        /// <summary>Where it stands, in three units; may be empty, or hold a leading space, as with transformers.</summary>
        public TextOffsets Offsets { get; private set; }
    }
}
