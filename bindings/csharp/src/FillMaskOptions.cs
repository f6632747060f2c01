namespace Cajal
{
    /// <summary>Options of a run of <see cref="FillMask"/>.</summary>
    public sealed class FillMaskOptions : RunOptions
    {
        private int? topK;

        /// <summary>Candidates for each mask, 1 or more. Default: 5.</summary>
        public int? TopK
        {
            get { return topK; }
            set
            {
                SetNumber("top_k", value);
                topK = value;
            }
        }
    }
}
