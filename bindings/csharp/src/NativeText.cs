using System;
using System.Text;

namespace Cajal
{
    /// <summary>Strings of the library (UTF-8 with a length) and of .NET.</summary>
    internal static unsafe class NativeText
    {
        // Throws for half a surrogate pair: a path or an option is never changed in silence.
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>
        /// The bytes of what names something, never null; an empty text has one byte, so that it can be pinned.
        /// </summary>
        /// <param name="text">The text.</param>
        /// <param name="what">What it is, for the message if it cannot be said in UTF-8.</param>
        /// <param name="length">Number of bytes that count.</param>
        /// <exception cref="CajalException"><see cref="CajalErrorCode.InvalidUtf8"/>.</exception>
        public static byte[] Bytes(string text, string what, out UIntPtr length)
        {
            try
            {
                byte[] bytes = new byte[Strict.GetByteCount(text) + 1];
                length = (UIntPtr)Strict.GetBytes(text, 0, text.Length, bytes, 0);
                return bytes;
            }
            catch (EncoderFallbackException)
            {
                // Without the cause, whose message has a character of the text.
                string message = "The " + what + " holds half a character (a lone surrogate).";
                throw new CajalException(CajalErrorCode.InvalidUtf8, 0, message, null);
            }
        }

        public static string Read(byte* start, UIntPtr length)
        {
            return start == null || length == UIntPtr.Zero ? "" : Encoding.UTF8.GetString(start, checked((int)length));
        }

        /// <summary>A text that ends with a NUL; null for null.</summary>
        public static string ReadTerminated(byte* start)
        {
            if (start == null)
                return null;
            int length = 0;
            while (start[length] != 0)
                length++;
            return Read(start, (UIntPtr)length);
        }
    }
}
