namespace Cajal
{
    /// <summary>
    /// How expected a text is to a model. Each token is masked by itself, and the model guesses it. Only values of models with
    /// the same vocabulary compare.
    /// </summary>
    public struct Perplexity
    {
        internal Perplexity(NativePerplexity native) : this()
        {
            Tokens = (long)native.Tokens;
            LogLikelihood = native.LogLikelihood;
            Value = native.Value;
        }

        /// <summary>Tokens of the text, without special ones.</summary>
        public long Tokens { get; private set; }

        /// <summary>The sum over all tokens of the natural logarithm of the softmax of the right one.</summary>
        public double LogLikelihood { get; private set; }

        /// <summary>
        /// The pseudo-perplexity, <c>exp(-LogLikelihood / Tokens)</c>: 1 for a text that the model guesses for sure.
        /// </summary>
        public double Value { get; private set; }
    }
}
