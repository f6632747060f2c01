using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    // The functions of cajal.h on masks: runs, predictions, filled texts, parity mode, perplexity.
    internal static unsafe partial class NativeMethods
    {
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_fill_mask_run_utf16(
            IntPtr model, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel, IntPtr* predictions,
            IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeMask* cajal_predictions_masks(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativePrediction* cajal_predictions_data(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_predictions_text(IntPtr predictions, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_predictions_free(IntPtr predictions);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_fill_mask_run_batch_utf16(
            IntPtr model, IntPtr* texts, UIntPtr* textLengths, UIntPtr textCount, IntPtr options, IntPtr cancel,
            IntPtr* batch, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeTarget* cajal_predictions_targets(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeFilling* cajal_predictions_fillings(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern uint* cajal_predictions_token_ids(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_predictions_fill(
            IntPtr predictions, UIntPtr mask, UIntPtr index, IntPtr* filled, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_predictions_fill_together(
            IntPtr predictions, UIntPtr index, IntPtr* filled, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_filled_text(IntPtr filled, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeOffsets* cajal_filled_insertions(IntPtr filled, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_filled_free(IntPtr filled);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_fill_mask_parity_run_utf16(
            IntPtr model, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel, IntPtr* predictions,
            IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeMask* cajal_parity_predictions_masks(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeParityPrediction* cajal_parity_predictions_data(IntPtr predictions, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_parity_predictions_text(IntPtr predictions, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_parity_predictions_free(IntPtr predictions);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_fill_mask_perplexity_utf16(
            IntPtr model, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel, NativePerplexity* perplexity,
            IntPtr* error);
    }
}
