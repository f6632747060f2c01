using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// Tells which words could stand at the masks of a text. Thread safety: any number of threads may use
    /// it at once, each with the answers that one thread would get. Dispose it when it is no longer needed; calls that run
    /// finish undisturbed.
    /// </summary>
    public sealed class FillMask : IDisposable
    {
        private readonly Model[] models;
        private readonly Model owned;

        /// <summary>Fills masks with a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public FillMask(Model model)
        {
            Arguments.NotNull(model, "model");
            models = new[] { model };
        }

        private FillMask(Model[] owned)
        {
            models = owned;
            this.owned = owned[0];
        }

        /// <summary>Loads a model and fills masks with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static FillMask Load(string path, ModelOptions options = null)
        {
            return new FillMask(new[] { Model.Load(path, options) });
        }

        /// <summary>Tells which words could stand at each mask of a text.</summary>
        /// <param name="text">A text with one or more of the model's mask tokens: see <see cref="ModelInfo.MaskToken"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe FillMaskResult Run(
            string text, FillMaskOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            fixed (char* start = text)
                return Run(start, text.Length, options, cancellation);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Run(string, FillMaskOptions, CancellationToken)"/>, for a part of a larger text.</summary>
        /// <param name="text">Any text; offsets count from its start.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe FillMaskResult Run(
            ReadOnlySpan<char> text, FillMaskOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            fixed (char* start = &System.Runtime.InteropServices.MemoryMarshal.GetReference(text))
                return Run(start, text.Length, options, cancellation);
        }
#endif

        /// <summary>As <see cref="Run(string, FillMaskOptions, CancellationToken)"/>, in a thread of the pool.</summary>
        /// <param name="text">Any text.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself, not only the waiting.</param>
        /// <exception cref="CajalException">In the task: the run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">In the task: it was cancelled.</exception>
        public Task<FillMaskResult> RunAsync(
            string text, FillMaskOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            return Task.Run(() => Run(text, options, cancellation), cancellation);
        }

        private unsafe FillMaskResult Run(char* text, int length, FillMaskOptions options, CancellationToken cancellation)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            using (Call call = new Call(models, options, cancellation))
                call.Check(
                    NativeMethods.cajal_fill_mask_run_utf16(
                        call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                    error);
            using (PredictionsHandle handle = new PredictionsHandle(result))
                return new FillMaskResult(handle);
        }

        /// <summary>Frees the model if <see cref="Load"/> loaded it. May be called twice and while calls run.</summary>
        public void Dispose()
        {
            if (owned != null)
                owned.Dispose();
        }
    }
}
