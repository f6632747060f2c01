namespace Cajal
{
    /// <summary>
    /// A range of a text in three units at once. A lone surrogate in the text counts as U+FFFD: one UTF-16 unit, one code
    /// point, three bytes.
    /// </summary>
    public struct TextOffsets
    {
        internal TextOffsets(NativeOffsets native) : this()
        {
            Utf8 = new TextSpan(native.Utf8Start, native.Utf8End);
            Utf16 = new TextSpan(native.Utf16Start, native.Utf16End);
            CodePoints = new TextSpan(native.CodepointStart, native.CodepointEnd);
        }

        /// <summary>In bytes of the text's UTF-8 form.</summary>
        public TextSpan Utf8 { get; private set; }

        /// <summary>In UTF-16 units: the positions in a .NET string.</summary>
        public TextSpan Utf16 { get; private set; }

        /// <summary>In Unicode code points: the positions in a Python string.</summary>
        public TextSpan CodePoints { get; private set; }

        /// <summary>The range's part of the text that it counts in.</summary>
        /// <param name="text">The text exactly as it was given, or as it came.</param>
        public string In(string text)
        {
            Arguments.NotNull(text, "text");
            return text.Substring((int)Utf16.Start, (int)Utf16.Length);
        }
    }
}
