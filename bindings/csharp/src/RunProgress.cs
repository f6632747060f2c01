namespace Cajal
{
    /// <summary>
    /// How far a call has come, in bytes of UTF-8. A text that several models read counts once for each. A call on one
    /// text that ends with white space ends a little below its total.
    /// </summary>
    public struct RunProgress
    {
        internal RunProgress(ulong done, ulong total) : this()
        {
            BytesDone = (long)done;
            BytesTotal = (long)total;
        }

        /// <summary>Bytes of text whose windows have run; it never falls.</summary>
        public long BytesDone { get; private set; }

        /// <summary>Bytes of the whole call.</summary>
        public long BytesTotal { get; private set; }

        /// <summary><c>done of total bytes</c></summary>
        public override string ToString()
        {
            return BytesDone + " of " + BytesTotal + " bytes";
        }
    }
}
