using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    // The functions of cajal.h on documents with entities: exports and de-identification.
    internal static unsafe partial class NativeMethods
    {
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_export_new(byte* format, UIntPtr formatLength, IntPtr* export, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_export_add_utf16(
            IntPtr export, byte* name, UIntPtr nameLength, char* text, UIntPtr textLength, IntPtr entities,
            IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_export_text(IntPtr export, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong cajal_export_left_out(IntPtr export);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_export_free(IntPtr export);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_deidentify_run_utf16(
            IntPtr entities, char* text, UIntPtr textLength, IntPtr options, IntPtr* deidentified, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_deidentified_text(IntPtr deidentified, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeSegment* cajal_deidentified_segments(IntPtr deidentified, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_deidentified_label(IntPtr deidentified, uint index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_deidentified_pseudonyms(IntPtr deidentified, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_deidentified_free(IntPtr deidentified);
    }
}
