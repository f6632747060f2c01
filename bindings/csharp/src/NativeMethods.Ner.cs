using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    // The functions of cajal.h on entities: runs, batches, parity mode.
    internal static unsafe partial class NativeMethods
    {
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_ner_run_utf16(
            IntPtr* models, UIntPtr modelCount, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel,
            IntPtr* entities, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeEntity* cajal_entities_data(IntPtr entities, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern UIntPtr cajal_entities_label_count(IntPtr entities);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_entities_label(IntPtr entities, uint index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong cajal_entities_words(IntPtr entities);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong cajal_entities_windows(IntPtr entities);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong cajal_entities_shortened_words(IntPtr entities);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_entities_free(IntPtr entities);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_ner_run_batch_utf16(
            IntPtr* models, UIntPtr modelCount, IntPtr* texts, UIntPtr* textLengths, UIntPtr textCount, IntPtr options,
            IntPtr cancel, IntPtr* batch, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern UIntPtr cajal_batch_count(IntPtr batch);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern IntPtr cajal_batch_entities(IntPtr batch, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern IntPtr cajal_batch_predictions(IntPtr batch, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern IntPtr cajal_batch_error(IntPtr batch, UIntPtr index);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_batch_free(IntPtr batch);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_ner_parity_run_utf16(
            IntPtr model, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel, IntPtr* parity, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeParityEntity* cajal_parity_data(IntPtr parity, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_parity_word(IntPtr parity, UIntPtr index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern UIntPtr cajal_parity_label_count(IntPtr parity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_parity_label(IntPtr parity, uint index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong cajal_parity_windows(IntPtr parity);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_parity_unread(IntPtr parity, NativeOffsets* unread);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_parity_free(IntPtr parity);
    }
}
