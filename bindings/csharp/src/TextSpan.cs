using System;

namespace Cajal
{
    /// <summary>A range of a text in one unit; <see cref="End"/> is the first position after it.</summary>
    public struct TextSpan : IEquatable<TextSpan>
    {
        internal TextSpan(ulong start, ulong end) : this()
        {
            Start = (long)start;
            End = (long)end;
        }

        /// <summary>First position.</summary>
        public long Start { get; private set; }

        /// <summary>First position after the range.</summary>
        public long End { get; private set; }

        /// <summary>Number of units.</summary>
        public long Length
        {
            get { return End - Start; }
        }

        /// <summary>Whether both ends are equal.</summary>
        public bool Equals(TextSpan other)
        {
            return Start == other.Start && End == other.End;
        }

        /// <summary>Whether the other is a span with equal ends.</summary>
        public override bool Equals(object other)
        {
            return other is TextSpan && Equals((TextSpan)other);
        }

        /// <summary>A hash of both ends.</summary>
        public override int GetHashCode()
        {
            return Start.GetHashCode() * 31 ^ End.GetHashCode();
        }

        /// <summary><c>[start, end)</c></summary>
        public override string ToString()
        {
            return "[" + Start + ", " + End + ")";
        }
    }
}
