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
        private static readonly unsafe NativeLogCallback Callback = Receive;
        private static readonly IntPtr CallbackPointer = Marshal.GetFunctionPointerForDelegate(Callback);
        private static volatile Action<LogLevel, string> receiver;
        private static bool watched;
        private static bool unloading;

        /// <summary>
        /// Sends the messages of <paramref name="level"/> and graver, from the whole process, to the receiver, which
        /// replaces the one before. No message holds text of a document. When this returns, the receiver before is not
        /// running any more. Thread safety: any thread; not from inside a receiver.
        /// </summary>
        /// <remarks>
        /// When the load context of this assembly is unloaded, its receiver is taken back; one that another load context has
        /// set since stays. So it is with application domains, but those cannot see each other's: one that is unloaded
        /// after it has set a receiver silences the process, and another sets its own again. That waits for a receiver that
        /// runs: hold no lock then that it takes.
        /// </remarks>
        /// <param name="level">The least grave level wanted; <see cref="LogLevel.Off"/> is silence.</param>
        /// <param name="receiver">
        /// Called on the thread that logs, on several at once. What it throws is dropped. Null is silence.
        /// </param>
        /// <exception cref="CajalException">The level does not exist; the receiver before stays.</exception>
        /// <exception cref="InvalidOperationException">
        /// The call came from inside a receiver, or this assembly is being unloaded.
        /// </exception>
        public static unsafe void Set(LogLevel level, Action<LogLevel, string> receiver)
        {
            if (LogOwner.Receiving)
                throw new InvalidOperationException("A receiver of messages cannot set another one.");
            CajalLibrary.Load();
            lock (LogOwner.Gate)
            {
                Watch();
                IntPtr error = IntPtr.Zero;
                // Silence first: it waits for calls of the receiver before. A level that does not exist is refused here.
                CajalException.Check(NativeMethods.cajal_log_set(IntPtr.Zero, IntPtr.Zero, (int)level, &error), error);
                CajalLog.receiver = receiver;
                if (receiver != null)
                    CajalException.Check(
                        NativeMethods.cajal_log_set(CallbackPointer, IntPtr.Zero, (int)level, &error), error);
                LogOwner.Callback = receiver == null ? IntPtr.Zero : CallbackPointer;
            }
        }

        // The library keeps the callback for longer than this code is there, if nobody takes it back.
        private static void Watch()
        {
            if (unloading)
                throw new InvalidOperationException("The assembly is being unloaded: it cannot receive messages.");
            if (!watched)
                Unloading.Subscribe(TakeBack);
            watched = true;
        }

        private static unsafe void TakeBack()
        {
            // A receiver that ends the process: it would wait for itself.
            if (LogOwner.Receiving)
                return;
            lock (LogOwner.Gate)
            {
                unloading = true;
                if (LogOwner.Callback != CallbackPointer)
                    return;
                NativeMethods.cajal_log_set(IntPtr.Zero, IntPtr.Zero, 0, null);
                LogOwner.Callback = IntPtr.Zero;
            }
        }

        private static unsafe void Receive(IntPtr userData, int level, byte* message, UIntPtr length)
        {
            LogOwner.Receiving = true;
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
                LogOwner.Receiving = false;
            }
        }
    }
}
