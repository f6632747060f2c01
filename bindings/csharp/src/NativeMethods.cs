using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    /// <summary>Receives a message of the library; see <c>cajal_log_callback</c> in cajal.h.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal unsafe delegate void NativeLogCallback(IntPtr userData, int level, byte* message, UIntPtr length);

    /// <summary>The functions of cajal.h. Every argument is blittable: nothing is copied or converted at the crossing.</summary>
    internal static unsafe partial class NativeMethods
    {
        public const string Library = "cajal";

        /// <summary>The ABI that these declarations belong to: <c>CAJAL_ABI_VERSION</c>.</summary>
        public const uint AbiVersion = 1;

        /// <summary><c>CAJAL_PREDICTION_STARTS_WORD</c>.</summary>
        public const uint PredictionStartsWord = 1;

        /// <summary><c>CAJAL_NO_PREDICTION</c>.</summary>
        public const ulong NoPrediction = ulong.MaxValue;

        /// <summary><c>CAJAL_SEGMENT_KEPT</c>.</summary>
        public const uint SegmentKept = uint.MaxValue;

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern uint cajal_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_feature(byte* name, UIntPtr nameLength);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_status_name(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_error_code(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_error_message(IntPtr error, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_error_cause_code(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_error_free(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern IntPtr cajal_options_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_options_set(
            IntPtr options, byte* key, UIntPtr keyLength, byte* value, UIntPtr valueLength, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_options_set_progress(
            IntPtr options, IntPtr callback, IntPtr userData, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_options_free(IntPtr options);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern IntPtr cajal_cancel_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_cancel_request(IntPtr cancel, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_cancel_free(IntPtr cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_model_load(
            byte* path, UIntPtr pathLength, IntPtr options, IntPtr* model, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_model_compile(
            byte* source, UIntPtr sourceLength, byte* target, UIntPtr targetLength, IntPtr options, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_model_info(IntPtr model, IntPtr* info, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_model_free(IntPtr model);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_classifier_run_utf16(
            IntPtr model, char* text, UIntPtr textLength, IntPtr options, IntPtr cancel, IntPtr* classifications,
            IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern NativeClassification* cajal_classifications_data(IntPtr classifications, UIntPtr* count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_classifications_label(IntPtr classifications, uint index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_classifications_free(IntPtr classifications);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern UIntPtr cajal_info_count(IntPtr info, byte* key, UIntPtr keyLength);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_info_value(
            IntPtr info, byte* key, UIntPtr keyLength, UIntPtr index, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern byte* cajal_info_json(IntPtr info, UIntPtr* length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern void cajal_info_free(IntPtr info);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_runtime_load(byte* path, UIntPtr pathLength, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_runtime_info(IntPtr* info, IntPtr* error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int cajal_log_set(IntPtr callback, IntPtr userData, int level, IntPtr* error);
    }
}
