namespace Cajal
{
    /// <summary>The answer for one text of a <see cref="Batch{TResult}"/>: a result or an error. It never changes.</summary>
    /// <typeparam name="TResult">What a text is answered with.</typeparam>
    public sealed class BatchAnswer<TResult>
    {
        private readonly TResult result;

        internal BatchAnswer(TResult result, CajalException error)
        {
            this.result = result;
            Error = error;
        }

        /// <summary>
        /// What went wrong with this text, null if nothing did. The code is <see cref="CajalErrorCode.Cancelled"/> or
        /// <see cref="CajalErrorCode.DeadlineExceeded"/> for one that was not reached.
        /// </summary>
        public CajalException Error { get; private set; }

        /// <summary>What was found in the text.</summary>
        /// <exception cref="CajalException">The text failed; this is its error.</exception>
        public TResult Result
        {
            get
            {
                if (Error != null)
                    throw Error;
                return result;
            }
        }
    }
}
