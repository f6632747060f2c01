namespace Cajal
{
    /// <summary>One candidate for a mask. A value that never changes.</summary>
    public sealed class Prediction
    {
        internal Prediction(NativePrediction native, string text)
        {
            Text = text;
            Score = native.Score;
            TokenId = native.TokenId;
            StartsWord = (native.Flags & NativeMethods.PredictionStartsWord) != 0;
        }

        /// <summary>Its text, without a leading space.</summary>
        public string Text { get; private set; }

        /// <summary>Softmax over the whole vocabulary, 0 to 1.</summary>
        public float Score { get; private set; }

        /// <summary>Its id in the model's vocabulary.</summary>
        public long TokenId { get; private set; }

        /// <summary>Whether it starts a word; else it continues the word before the mask.</summary>
        public bool StartsWord { get; private set; }
    }
}
