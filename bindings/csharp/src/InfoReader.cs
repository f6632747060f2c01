using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cajal
{
    /// <summary>Reads facts by their names; see <c>cajal_info</c>.</summary>
    internal sealed unsafe class InfoReader
    {
        private readonly InfoHandle handle;

        public InfoReader(InfoHandle handle)
        {
            this.handle = handle;
        }

        public string Json()
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr length = UIntPtr.Zero;
                return NativeText.Read(NativeMethods.cajal_info_json(use.Pointer, &length), length);
            }
        }

        public IReadOnlyList<string> Values(string key)
        {
            List<string> values = new List<string>();
            UIntPtr keyLength;
            using (HandleUse use = new HandleUse(handle))
            fixed (byte* bytes = NativeText.Bytes(key, "key", out keyLength))
            {
                ulong count = (ulong)NativeMethods.cajal_info_count(use.Pointer, bytes, keyLength);
                for (ulong index = 0; index < count; index++)
                    values.Add(Value(use.Pointer, bytes, keyLength, (UIntPtr)index));
            }
            return values.AsReadOnly();
        }

        private static string Value(IntPtr info, byte* key, UIntPtr keyLength, UIntPtr index)
        {
            UIntPtr length = UIntPtr.Zero;
            return NativeText.Read(NativeMethods.cajal_info_value(info, key, keyLength, index, &length), length);
        }

        /// <summary>The only value, or null.</summary>
        public string Text(string key)
        {
            IReadOnlyList<string> values = Values(key);
            return values.Count == 0 ? null : values[0];
        }

        /// <summary>The only value as a number, or null.</summary>
        public long? Number(string key)
        {
            long number;
            string text = Text(key);
            bool good = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
            return good ? number : (long?)null;
        }
    }
}
