using System.Collections.Generic;

namespace Cajal
{
    /// <summary>How tokens become entities: transformers' <c>aggregation_strategy</c>.</summary>
    public enum Aggregation
    {
        /// <summary>Every token is an answer of its own.</summary>
        None,
        /// <summary>Tokens of one label in a row are an entity.</summary>
        Simple,
        /// <summary>A word has the label of its first token.</summary>
        First,
        /// <summary>A word has the label of the highest mean score over its tokens.</summary>
        Average,
        /// <summary>A word has the label of its token with the highest score.</summary>
        Max
    }

    /// <summary>Options of a run of <see cref="ParityNer"/>.</summary>
    public sealed class ParityNerOptions : WatchedOptions
    {
        private Aggregation? aggregation;
        private int? stride;
        private int? windowTokens;
        private IReadOnlyList<string> ignoreLabels;

        /// <summary>How tokens become entities. Default: <see cref="Cajal.Aggregation.None"/>.</summary>
        public Aggregation? Aggregation
        {
            get { return aggregation; }
            set
            {
                SetName("aggregation", value);
                aggregation = value;
            }
        }

        /// <summary>
        /// Tokens that windows share, 0 or more. Default: null, which runs one window and leaves the rest of the text unread:
        /// see <see cref="ParityNerResult.Unread"/>.
        /// </summary>
        public int? Stride
        {
            get { return stride; }
            set
            {
                SetNumber("stride", value);
                stride = value;
            }
        }

        /// <summary>Longest window, in tokens, 1 or more. Default: the tokenizer's limit.</summary>
        public int? WindowTokens
        {
            get { return windowTokens; }
            set
            {
                SetNumber("window_tokens", value);
                windowTokens = value;
            }
        }

        /// <summary>Labels to leave out; empty leaves out none. Default: null, which is <c>O</c>.</summary>
        /// <exception cref="System.ArgumentException">A label is null or has a comma.</exception>
        public IReadOnlyList<string> IgnoreLabels
        {
            get { return ignoreLabels; }
            set
            {
                SetLabels("ignore_labels", value);
                ignoreLabels = value;
            }
        }
    }
}
