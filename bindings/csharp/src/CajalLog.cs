using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    /// <summary>How grave a log message is; the smaller, the graver.</summary>
    public enum LogLevel
    {
        /// <summary>No messages.</summary>
        Off = 0,
        /// <summary>What failed.</summary>
        Error = 1,
        /// <summary>What a person should look at.</summary>
        Warning = 2,
        /// <summary>What the library did: one or two lines for each load.</summary>
        Info = 3,
        /// <summary>How it did it.</summary>
        Debug = 4,
        /// <summary>Everything.</summary>
        Trace = 5
    }

    /// <summary>The library's messages, for the host's own logger. Silent until a receiver is set.</summary>
    public static class CajalLog
    {
        // Held for the life of the process: native code may call it as long as it is set.
        private static readonly unsafe NativeLogCallback Callback = Receive;
        private static readonly IntPtr CallbackPointer = Marshal.GetFunctionPointerForDelegate(Callback);
        private static readonly object Gate = new object();
        private static volatile Action<LogLevel, string> receiver;

        [ThreadStatic]
        private static bool receiving;

        /// <summary>
        /// Sends the messages of <paramref name="level"/> and graver, from the whole process, to the receiver, which
        /// replaces the one before. No message holds text of a document. When this returns, the receiver before is not
        /// running any more. Thread safety: any thread; not from inside a receiver.
        /// </summary>
        /// <param name="level">The least grave level wanted; <see cref="LogLevel.Off"/> is silence.</param>
        /// <param name="receiver">
        /// Called on the thread that logs, on several at once. What it throws is dropped. Null is silence.
        /// </param>
        /// <exception cref="CajalException">The level does not exist.</exception>
        /// <exception cref="InvalidOperationException">The call came from inside a receiver.</exception>
        public static unsafe void Set(LogLevel level, Action<LogLevel, string> receiver)
        {
            if (receiving)
                throw new InvalidOperationException("A receiver of messages cannot set another one.");
            CajalLibrary.Load();
            lock (Gate)
            {
                IntPtr error = IntPtr.Zero;
                // Silence first: it waits for calls of the receiver before.
                CajalException.Check(NativeMethods.cajal_log_set(IntPtr.Zero, IntPtr.Zero, 0, &error), error);
                CajalLog.receiver = receiver;
                if (receiver != null)
                    CajalException.Check(
                        NativeMethods.cajal_log_set(CallbackPointer, IntPtr.Zero, (int)level, &error), error);
            }
        }

        private static unsafe void Receive(IntPtr userData, int level, byte* message, UIntPtr length)
        {
            receiving = true;
            try
            {
                Action<LogLevel, string> current = receiver;
                if (current != null)
                    current((LogLevel)level, NativeText.Read(message, length));
            }
            catch (Exception)
            {
                // An exception must not unwind through native code, and there is nobody to tell.
            }
            finally
            {
                receiving = false;
            }
        }
    }
}
