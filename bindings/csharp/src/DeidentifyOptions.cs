namespace Cajal
{
    /// <summary>What stands in place of an entity.</summary>
    public enum Replacement
    {
        /// <summary>Its label in brackets.</summary>
        Label,
        /// <summary>
        /// A tag with a number, the same for all spellings of one name in a text; punctuation tells addresses and numbers
        /// apart.
        /// </summary>
        Pseudonym,
        /// <summary>Characters that say nothing.</summary>
        Mask
    }

    /// <summary>Options of <see cref="NerResult.Deidentify(string, DeidentifyOptions)"/>.</summary>
    public sealed class DeidentifyOptions : CajalOptions
    {
        private Replacement? replacement;
        private int? maskLength;

        /// <summary>What stands in place of entities. Default: <see cref="Cajal.Replacement.Label"/>.</summary>
        public Replacement? Replacement
        {
            get { return replacement; }
            set
            {
                SetName("replacement", value);
                replacement = value;
            }
        }

        /// <summary>
        /// Characters of every mask, 0 to 255; with <see cref="Cajal.Replacement.Mask"/> alone. Default: as many as were
        /// masked.
        /// </summary>
        public int? MaskLength
        {
            get { return maskLength; }
            set
            {
                SetNumber("mask_length", value);
                maskLength = value;
            }
        }
    }
}
