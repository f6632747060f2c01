namespace Cajal
{
    /// <summary>One entity of a text. A value that never changes.</summary>
    public sealed class Entity
    {
        // Kept as it came: a result has many entities, and few are looked at in every unit.
        private readonly NativeEntity native;
        private readonly string label;

        internal unsafe Entity(NativeEntity* native, string label)
        {
            this.native = *native;
            this.label = label;
        }

        /// <summary>The label without its tagging prefix, such as <c>PROTEINAS</c>.</summary>
        public string Label
        {
            get { return label; }
        }

        /// <summary>Mean of its words' scores, 0 to 1.</summary>
        public float Score
        {
            get { return native.Score; }
        }

        /// <summary>Which of the models of the <see cref="Ner"/> found it, from 0.</summary>
        public int ModelIndex
        {
            get { return (int)native.Model; }
        }

        /// <summary>Where it stands, in three units.</summary>
        public TextOffsets Offsets
        {
            get { return new TextOffsets(native.Offsets); }
        }

        /// <summary>First position in the string, in UTF-16 units.</summary>
        public int Start
        {
            get { return (int)native.Offsets.Utf16Start; }
        }

        /// <summary>First position after it in the string, in UTF-16 units.</summary>
        public int End
        {
            get { return (int)native.Offsets.Utf16End; }
        }

        /// <summary>Its part of the text that was run.</summary>
        /// <param name="text">The text exactly as it was given to the run.</param>
        public string TextIn(string text)
        {
            return Offsets.In(text);
        }
    }
}
