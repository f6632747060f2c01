using System;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Cajal
{
    /// <summary>Receives a call's progress; see <c>cajal_progress_callback</c> in cajal.h.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void NativeProgressCallback(IntPtr userData, ulong bytesDone, ulong bytesTotal);

    /// <summary>Carries the progress of one call to its IProgress.</summary>
    internal sealed class ProgressRelay : IDisposable
    {
        // Held for the life of the process: native code may call it during any call.
        private static readonly NativeProgressCallback Callback = Receive;
        private static readonly IntPtr CallbackPointer = Marshal.GetFunctionPointerForDelegate(Callback);

        private readonly IProgress<RunProgress> watcher;
        private readonly IntPtr cancel;
        private GCHandle self;
        private ExceptionDispatchInfo thrown;

        /// <summary>Watches calls with the native options, and stops them by the native token where the watcher throws.</summary>
        public unsafe ProgressRelay(IProgress<RunProgress> watcher, IntPtr options, IntPtr cancel)
        {
            this.watcher = watcher;
            this.cancel = cancel;
            self = GCHandle.Alloc(this);
            IntPtr error = IntPtr.Zero;
            CajalException.Check(
                NativeMethods.cajal_options_set_progress(options, CallbackPointer, GCHandle.ToIntPtr(self), &error), error);
        }

        /// <summary>Throws what the watcher threw, if it did.</summary>
        public void Rethrow()
        {
            if (thrown != null)
                thrown.Throw();
        }

        private static void Receive(IntPtr userData, ulong bytesDone, ulong bytesTotal)
        {
            ((ProgressRelay)GCHandle.FromIntPtr(userData).Target).Tell(new RunProgress(bytesDone, bytesTotal));
        }

        // An exception must not unwind through native code: it waits for the call's end.
        private unsafe void Tell(RunProgress progress)
        {
            if (thrown != null)
                return;
            try
            {
                watcher.Report(progress);
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
                NativeMethods.cajal_cancel_request(cancel, null);
            }
        }

        public void Dispose()
        {
            if (self.IsAllocated)
                self.Free();
        }
    }
}
