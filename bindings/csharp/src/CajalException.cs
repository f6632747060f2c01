using System;

namespace Cajal
{
    /// <summary>
    /// A call of the library failed. The message says what went wrong, where, and what to do; it never holds text of a
    /// document.
    /// </summary>
    public sealed class CajalException : Exception
    {
        internal CajalException(CajalErrorCode code, int causeCode, string message, Exception inner)
            : base(message, inner)
        {
            Code = code;
            CauseCode = causeCode;
        }

        /// <summary>The kind of error. May be a number that the enumeration does not list, from a newer library.</summary>
        public CajalErrorCode Code { get; private set; }

        /// <summary>
        /// The cause's own code: errno where a file could not be read, ONNX Runtime's code where a run failed, 0 where
        /// there is none.
        /// </summary>
        public int CauseCode { get; private set; }

        /// <summary>Throws for every status but 0, and takes the native error.</summary>
        internal static unsafe void Check(int status, IntPtr error)
        {
            if (status != 0)
                throw Take(status, error);
        }

        private static CajalException Take(int status, IntPtr error)
        {
            try
            {
                return Read(status, error);
            }
            finally
            {
                NativeMethods.cajal_error_free(error);
            }
        }

        /// <summary>The exception for a native error that stays whose it is.</summary>
        internal static CajalException Read(IntPtr error)
        {
            return Read(NativeMethods.cajal_error_code(error), error);
        }

        private static unsafe CajalException Read(int status, IntPtr error)
        {
            UIntPtr length = UIntPtr.Zero;
            string message = NativeText.Read(NativeMethods.cajal_error_message(error, &length), length);
            return new CajalException(
                (CajalErrorCode)status, NativeMethods.cajal_error_cause_code(error), message, null);
        }
    }
}
