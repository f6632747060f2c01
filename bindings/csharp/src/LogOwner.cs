using System;
using System.Threading;

namespace Cajal
{
    /// <summary>
    /// Whose callback the native library has. It has one for the whole process, and each load context with a copy of this
    /// assembly sets its own. What they share is of the core library, which keeps no context from being unloaded.
    /// </summary>
    internal static class LogOwner
    {
        private const string Name = "Cajal.CajalLog";

        /// <summary>Held while the callback is set or taken back; the same object in every load context.</summary>
        public static readonly object Gate = string.Intern(Name);

        private static readonly LocalDataStoreSlot InReceiver = Thread.GetNamedDataSlot(Name);

        /// <summary>The callback that was set last; zero for none. To be used with the gate held.</summary>
        public static IntPtr Callback
        {
            get { return AppDomain.CurrentDomain.GetData(Name) as IntPtr? ?? IntPtr.Zero; }
            set { AppDomain.CurrentDomain.SetData(Name, value); }
        }

        /// <summary>Whether this thread is inside a receiver: it must not wait for the gate, for the holder may wait for it.</summary>
        public static bool Receiving
        {
            get { return Thread.GetData(InReceiver) != null; }
            set { Thread.SetData(InReceiver, value ? Name : null); }
        }
    }
}
