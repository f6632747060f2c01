using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>A text with words put in. A value that never changes.</summary>
    public sealed class FilledText
    {
        private unsafe FilledText(IntPtr native)
        {
            UIntPtr length = UIntPtr.Zero, count = UIntPtr.Zero;
            Text = NativeText.Read(NativeMethods.cajal_filled_text(native, &length), length);
            NativeOffsets* data = NativeMethods.cajal_filled_insertions(native, &count);
            TextOffsets[] insertions = new TextOffsets[checked((int)count)];
            for (int index = 0; index < insertions.Length; index++)
                insertions[index] = new TextOffsets(data[index]);
            Insertions = Array.AsReadOnly(insertions);
        }

        /// <summary>The text.</summary>
        public string Text { get; private set; }

        /// <summary>Where the words stand in it, in its order.</summary>
        public IReadOnlyList<TextOffsets> Insertions { get; private set; }

        /// <summary>Copies a native object and frees it.</summary>
        internal static FilledText Take(IntPtr native)
        {
            using (FilledHandle handle = new FilledHandle(native))
            using (HandleUse use = new HandleUse(handle))
                return new FilledText(use.Pointer);
        }
    }
}
