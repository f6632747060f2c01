using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>What a tag of <see cref="Replacement.Pseudonym"/> stands for. A value that never changes.</summary>
    public sealed class Pseudonym
    {
        private readonly List<string> spellings = new List<string>();

        private Pseudonym(string tag, string label)
        {
            Tag = tag;
            Label = label;
            Spellings = spellings.AsReadOnly();
        }

        /// <summary>The tag in the new text, such as <c>[FECHAS_1]</c>.</summary>
        public string Tag { get; private set; }

        /// <summary>The label of what it stands for.</summary>
        public string Label { get; private set; }

        /// <summary>The texts that it stands for, each once, in order of the document.</summary>
        public IReadOnlyList<string> Spellings { get; private set; }

        /// <summary>How often the tag stands in the new text, 1 or more.</summary>
        public int Count { get; private set; }

        /// <summary>The tag and its count, without the spellings, which undo the de-identification.</summary>
        public override string ToString()
        {
            return Tag + " × " + Count;
        }

        /// <summary>The pseudonyms in order of the text, read off the segments that replaced something.</summary>
        internal static unsafe Pseudonym[] Of(char* oldText, string newText, IEnumerable<Segment> segments)
        {
            List<Pseudonym> all = new List<Pseudonym>();
            Dictionary<string, Pseudonym> byTag = new Dictionary<string, Pseudonym>();
            foreach (Segment segment in segments)
            {
                if (segment.Label == null)
                    continue;
                string tag = segment.To.In(newText);
                Pseudonym pseudonym;
                if (!byTag.TryGetValue(tag, out pseudonym))
                    all.Add(byTag[tag] = pseudonym = new Pseudonym(tag, segment.Label));
                TextSpan from = segment.From.Utf16;
                pseudonym.Note(new string(oldText, (int)from.Start, (int)from.Length));
            }
            return all.ToArray();
        }

        private void Note(string spelling)
        {
            Count++;
            if (!spellings.Contains(spelling))
                spellings.Add(spelling);
        }
    }
}
