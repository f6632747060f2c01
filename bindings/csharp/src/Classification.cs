namespace Cajal
{
    /// <summary>One label of a whole text. A value that never changes.</summary>
    public sealed class Classification
    {
        internal Classification(string label, float score)
        {
            Label = label;
            Score = score;
        }

        /// <summary>The label's name.</summary>
        public string Label { get; private set; }

        /// <summary>
        /// Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1; regression gives the bare number.
        /// </summary>
        public float Score { get; private set; }
    }
}
