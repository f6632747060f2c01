using System;
using System.Threading;

namespace Cajal
{
    /// <summary>One native call on a text.</summary>
    internal unsafe delegate T TextCall<T>(Call call, char* text, int length);

    /// <summary>
    /// What every run takes beside its text: models that stay alive, native options with their progress, and a native cancel
    /// token that follows the CancellationToken.
    /// </summary>
    internal sealed class Call : IDisposable
    {
        private static readonly Action<object> RequestCancel = Request;

        private readonly OptionsHandle options;
        private readonly CancelHandle cancel;
        private readonly CancellationToken cancellation;
        private readonly CancellationTokenRegistration registration;
        private readonly ProgressRelay relay;
        private readonly Model[] models;
        private int held;

        public Call(Model[] models, RunOptions options, CancellationToken cancellation)
        {
            this.models = models;
            this.cancellation = cancellation;
            IProgress<RunProgress> watcher = options == null ? null : options.Watcher;
            try
            {
                Models = Hold();
                this.options = CajalOptions.ToNative(options);
                if (watcher == null && !cancellation.CanBeCanceled)
                    return;
                cancel = new CancelHandle(NativeMethods.cajal_cancel_new());
                registration = cancellation.Register(RequestCancel, cancel);
                relay = watcher == null ? null : new ProgressRelay(watcher, Options, Cancel);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>The models' native pointers, good until Dispose.</summary>
        public IntPtr[] Models { get; private set; }

        public IntPtr Options
        {
            get { return options == null ? IntPtr.Zero : options.DangerousGetHandle(); }
        }

        public IntPtr Cancel
        {
            get { return cancel == null ? IntPtr.Zero : cancel.DangerousGetHandle(); }
        }

        private IntPtr[] Hold()
        {
            IntPtr[] pointers = new IntPtr[models.Length];
            for (; held < models.Length; held++)
                pointers[held] = models[held].Handle.Acquire();
            return pointers;
        }

        /// <summary>What the call answers on a text.</summary>
        public unsafe T Answer<T>(TextCall<T> run, char* text, int length)
        {
            T answer = run(this, text, length);
            Rethrow();
            return answer;
        }

        /// <summary>Throws what the watcher of the progress threw, if it did.</summary>
        public void Rethrow()
        {
            if (relay != null)
                relay.Rethrow();
        }

        /// <summary>Throws for every status but 0: OperationCanceledException for a cancelled call.</summary>
        public void Check(int status, IntPtr error)
        {
            try
            {
                CajalException.Check(status, error);
            }
            catch (CajalException e)
            {
                Rethrow();
                if (e.Code == CajalErrorCode.Cancelled)
                    throw new OperationCanceledException(e.Message, e, cancellation);
                throw;
            }
        }

        public void Dispose()
        {
            // Waits for a request that is under way, so that no request meets a freed token.
            registration.Dispose();
            if (cancel != null)
                cancel.Dispose();
            if (options != null)
                options.Dispose();
            if (relay != null)
                relay.Dispose();
            while (held > 0)
                models[--held].Handle.DangerousRelease();
        }

        private static unsafe void Request(object token)
        {
            using (HandleUse use = new HandleUse((CancelHandle)token))
                NativeMethods.cajal_cancel_request(use.Pointer, null);
        }
    }
}
