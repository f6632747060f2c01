namespace Cajal
{
    /// <summary>One entity of a text. A value that never changes.</summary>
    public sealed class Entity
    {
        internal Entity(NativeEntity native, string label)
        {
            Offsets = new TextOffsets(native.Offsets);
            Label = label;
            Score = native.Score;
            ModelIndex = (int)native.Model;
        }

        /// <summary>The label without its tagging prefix, such as <c>PROTEINAS</c>.</summary>
        public string Label { get; private set; }

        /// <summary>Mean of its words' scores, 0 to 1.</summary>
        public float Score { get; private set; }

        /// <summary>Which of the models of the <see cref="Ner"/> found it, from 0.</summary>
        public int ModelIndex { get; private set; }

        /// <summary>Where it stands, in three units.</summary>
        public TextOffsets Offsets { get; private set; }

        /// <summary>First position in the string, in UTF-16 units.</summary>
        public int Start
        {
            get { return (int)Offsets.Utf16.Start; }
        }

        /// <summary>First position after it in the string, in UTF-16 units.</summary>
        public int End
        {
            get { return (int)Offsets.Utf16.End; }
        }

        /// <summary>Its part of the text that was run.</summary>
        /// <param name="text">The text exactly as it was given to the run.</param>
        public string TextIn(string text)
        {
            return Offsets.In(text);
        }
    }
}
