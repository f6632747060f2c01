using System;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>A text with its entities replaced. A value that never changes. It is not anonymous: a model misses things.</summary>
    public sealed class Deidentified
    {
        // The array of other replacements.
        private const string NoPseudonyms = "[]";

        internal unsafe Deidentified(DeidentifiedHandle handle, char* oldText)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr length = UIntPtr.Zero;
                Text = NativeText.Read(NativeMethods.cajal_deidentified_text(use.Pointer, &length), length);
                byte* pseudonyms = NativeMethods.cajal_deidentified_pseudonyms(use.Pointer, &length);
                PseudonymsJson = NativeText.Read(pseudonyms, length);
                Segments = Array.AsReadOnly(Read(use.Pointer));
            }
            bool none = PseudonymsJson == NoPseudonyms;
            Pseudonyms = Array.AsReadOnly(none ? new Pseudonym[0] : Pseudonym.Of(oldText, Text, Segments));
        }

        /// <summary>The new text.</summary>
        public string Text { get; private set; }

        /// <summary>The whole of both texts in order, stretch by stretch.</summary>
        public IReadOnlyList<Segment> Segments { get; private set; }

        /// <summary>
        /// What the tags of <see cref="Replacement.Pseudonym"/> stand for, in order of the text; empty for other replacements.
        /// Whoever has it can undo the de-identification: keep it apart from the text.
        /// </summary>
        public IReadOnlyList<Pseudonym> Pseudonyms { get; private set; }

        /// <summary>
        /// <see cref="Pseudonyms"/> as a JSON array:
        /// <c>[{"tag": "[FECHAS_1]", "label": "FECHAS", "spellings": ["3/5/2019"], "count": 2}]</c>.
        /// </summary>
        public string PseudonymsJson { get; private set; }

        private static unsafe Segment[] Read(IntPtr native)
        {
            UIntPtr count = UIntPtr.Zero;
            NativeSegment* data = NativeMethods.cajal_deidentified_segments(native, &count);
            Segment[] segments = new Segment[checked((int)count)];
            for (int index = 0; index < segments.Length; index++)
                segments[index] = new Segment(data[index], Label(native, data[index].Label));
            return segments;
        }

        private static unsafe string Label(IntPtr native, uint index)
        {
            if (index == NativeMethods.SegmentKept)
                return null;
            UIntPtr length = UIntPtr.Zero;
            return NativeText.Read(NativeMethods.cajal_deidentified_label(native, index, &length), length);
        }
    }
}
