using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Cajal.Tests
{
    /// <summary>A value of a golden file: neither mono nor .NET Core 3.1 alone has a reader that both have.</summary>
    internal sealed class Json
    {
        private readonly object value;

        private Json(object value)
        {
            this.value = value;
        }

        public static Json ReadFile(string path)
        {
            return new Parser(File.ReadAllText(path, Encoding.UTF8)).Read();
        }

        public static Json Parse(string text)
        {
            return new Parser(text).Read();
        }

        public bool IsNull
        {
            get { return value == null; }
        }

        public string Text
        {
            get { return (string)value; }
        }

        public double Number
        {
            get { return double.Parse(((Literal)value).Text, CultureInfo.InvariantCulture); }
        }

        /// <summary>A whole number, or null.</summary>
        public int? Whole
        {
            get { return IsNull ? (int?)null : (int)Number; }
        }

        public List<Json> Items
        {
            get { return (List<Json>)value; }
        }

        /// <summary>A list of texts, or null.</summary>
        public string[] Texts
        {
            get { return IsNull ? null : Items.ConvertAll(item => item.Text).ToArray(); }
        }

        public Json this[int index]
        {
            get { return Items[index]; }
        }

        /// <summary>The field of that name; a null value where there is none.</summary>
        public Json this[string name]
        {
            get
            {
                Json found;
                return ((Dictionary<string, Json>)value).TryGetValue(name, out found) ? found : new Json(null);
            }
        }

        /// <summary>A number, true or false, as it is written.</summary>
        private sealed class Literal
        {
            public string Text;
        }

        private sealed class Parser
        {
            private readonly string text;
            private int at;

            public Parser(string text)
            {
                this.text = text;
            }

            public Json Read()
            {
                switch (Peek())
                {
                    case '{': return new Json(Object());
                    case '[': return new Json(Array());
                    case '"': return new Json(String());
                    default: return new Json(Bare());
                }
            }

            private char Peek()
            {
                while (char.IsWhiteSpace(text[at]))
                    at++;
                return text[at];
            }

            /// <summary>Whether the next character is this one, which is then read.</summary>
            private bool Skip(char wanted)
            {
                bool there = Peek() == wanted;
                at += there ? 1 : 0;
                return there;
            }

            private void Expect(char wanted)
            {
                Check.That(Skip(wanted), "no " + wanted + " at " + at);
            }

            private Dictionary<string, Json> Object()
            {
                Dictionary<string, Json> fields = new Dictionary<string, Json>();
                Expect('{');
                while (!Skip('}'))
                {
                    Peek();
                    string name = String();
                    Expect(':');
                    fields.Add(name, Read());
                    Skip(',');
                }
                return fields;
            }

            private List<Json> Array()
            {
                List<Json> items = new List<Json>();
                Expect('[');
                while (!Skip(']'))
                {
                    items.Add(Read());
                    Skip(',');
                }
                return items;
            }

            private string String()
            {
                StringBuilder units = new StringBuilder();
                for (at++; text[at] != '"'; at++)
                    units.Append(text[at] == '\\' ? Escaped() : text[at]);
                at++;
                return units.ToString();
            }

            private char Escaped()
            {
                char kind = text[++at];
                if (kind == 'u')
                {
                    at += 4;
                    return (char)int.Parse(text.Substring(at - 3, 4), NumberStyles.HexNumber);
                }
                int known = "bfnrt".IndexOf(kind);
                return known < 0 ? kind : "\b\f\n\r\t"[known];
            }

            private object Bare()
            {
                int start = at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || "+-.".IndexOf(text[at]) >= 0))
                    at++;
                string bare = text.Substring(start, at - start);
                return bare == "null" ? null : new Literal { Text = bare };
            }
        }
    }
}
