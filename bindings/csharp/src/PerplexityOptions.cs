namespace Cajal
{
    /// <summary>Options of the perplexity of <see cref="FillMask"/>.</summary>
    public sealed class PerplexityOptions : WatchedOptions
    {
        private int? windowTokens;

        /// <summary>Longest window, in tokens, 1 or more. Default: the model's limit.</summary>
        public int? WindowTokens
        {
            get { return windowTokens; }
            set
            {
                SetNumber("window_tokens", value);
                windowTokens = value;
            }
        }
    }
}
