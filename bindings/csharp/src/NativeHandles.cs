using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    /// <summary>
    /// An object of the native library. It is freed once: when it is disposed and no call uses it, or by its finalizer.
    /// </summary>
    internal abstract class NativeHandle : SafeHandle
    {
        private volatile bool disposed;
        private long weight;

        protected NativeHandle(IntPtr value) : base(IntPtr.Zero, true)
        {
            SetHandle(value);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        /// <summary>Keeps the object alive until <c>DangerousRelease</c>.</summary>
        /// <exception cref="ObjectDisposedException">The handle was disposed before.</exception>
        public IntPtr Acquire()
        {
            // SafeHandle alone lets new users in for as long as old ones are there: a busy model would never close.
            if (disposed)
                throw new ObjectDisposedException(GetType().Name);
            bool taken = false;
            DangerousAddRef(ref taken);
            return handle;
        }

        /// <summary>
        /// Tells the collector of native memory that goes with this object. It sees none of it: without that, it has no
        /// reason to come for objects that nobody disposes. For the thread that makes the object.
        /// </summary>
        public void Weigh(long bytes)
        {
            if (bytes <= 0)
                return;
            GC.AddMemoryPressure(bytes);
            weight += bytes;
        }

        protected override void Dispose(bool disposing)
        {
            disposed = true;
            base.Dispose(disposing);
        }

        protected sealed override bool ReleaseHandle()
        {
            if (weight > 0)
                GC.RemoveMemoryPressure(weight);
            return Free();
        }

        /// <summary>Frees the object; false if the library did not know it.</summary>
        protected abstract bool Free();
    }

    internal sealed class ModelHandle : NativeHandle
    {
        public ModelHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            return NativeMethods.cajal_model_free(handle) == 0;
        }
    }

    internal sealed class CancelHandle : NativeHandle
    {
        public CancelHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            return NativeMethods.cajal_cancel_free(handle) == 0;
        }
    }

    internal sealed class OptionsHandle : NativeHandle
    {
        public OptionsHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_options_free(handle);
            return true;
        }
    }

    internal sealed class EntitiesHandle : NativeHandle
    {
        public EntitiesHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_entities_free(handle);
            return true;
        }
    }

    internal sealed class PredictionsHandle : NativeHandle
    {
        public PredictionsHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_predictions_free(handle);
            return true;
        }
    }

    internal sealed class ClassificationsHandle : NativeHandle
    {
        public ClassificationsHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_classifications_free(handle);
            return true;
        }
    }

    internal sealed class BatchHandle : NativeHandle
    {
        public BatchHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_batch_free(handle);
            return true;
        }
    }

    internal sealed class ParityHandle : NativeHandle
    {
        public ParityHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_parity_free(handle);
            return true;
        }
    }

    internal sealed class ParityPredictionsHandle : NativeHandle
    {
        public ParityPredictionsHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_parity_predictions_free(handle);
            return true;
        }
    }

    internal sealed class FilledHandle : NativeHandle
    {
        public FilledHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_filled_free(handle);
            return true;
        }
    }

    internal sealed class DeidentifiedHandle : NativeHandle
    {
        public DeidentifiedHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_deidentified_free(handle);
            return true;
        }
    }

    internal sealed class ExportHandle : NativeHandle
    {
        public ExportHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_export_free(handle);
            return true;
        }
    }

    internal sealed class InfoHandle : NativeHandle
    {
        public InfoHandle(IntPtr value) : base(value) { }

        protected override bool Free()
        {
            NativeMethods.cajal_info_free(handle);
            return true;
        }
    }

    /// <summary>Keeps handles alive during a call: a Dispose in another thread takes effect after it.</summary>
    internal struct HandleUse : IDisposable
    {
        private readonly NativeHandle handle;
        private readonly IntPtr pointer;

        /// <exception cref="ObjectDisposedException">The handle was disposed before.</exception>
        public HandleUse(NativeHandle handle)
        {
            pointer = handle == null ? IntPtr.Zero : handle.Acquire();
            this.handle = handle;
        }

        /// <summary>The native pointer; zero for no handle.</summary>
        public IntPtr Pointer
        {
            get { return pointer; }
        }

        public void Dispose()
        {
            if (handle != null)
                handle.DangerousRelease();
        }
    }
}
