using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// Tells which words could stand at the masks of a text of any length: see <see cref="ModelInfo.MaskToken"/> for how a
    /// mask is written. Thread safety: any number of threads may use it at once, each with the answers that one thread would
    /// get. Dispose it when it is no longer needed; calls that run finish undisturbed.
    /// </summary>
    public sealed class FillMask : BatchTask<FillMaskOptions, FillMaskResult>
    {
        /// <summary>Fills masks with a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public FillMask(Model model) : base(One(model), null) { }

        private FillMask(Model[] models) : base(models, models[0]) { }

        /// <summary>Loads a model and fills masks with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static FillMask Load(string path, ModelOptions options = null)
        {
            return new FillMask(One(Model.Load(path, options)));
        }

        /// <summary>
        /// Computes the pseudo-perplexity of a text of any length. A text that spells a special token, the mask among them, is
        /// text. The call runs one window for each token.
        /// </summary>
        /// <param name="text">A text with one token or more.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe Perplexity Perplexity(
            string text, PerplexityOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            return On(text, options, cancellation, RunPerplexity);
        }

#if CAJAL_SPAN
        /// <summary>As the method that takes a string, for a part of a larger text.</summary>
        /// <param name="text">A text with one token or more.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe Perplexity Perplexity(
            ReadOnlySpan<char> text, PerplexityOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            return On(text, options, cancellation, RunPerplexity);
        }
#endif

        /// <summary>As the method without Async, in a thread of the pool.</summary>
        /// <param name="text">A text with one token or more.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself, not only the waiting.</param>
        /// <exception cref="CajalException">In the task: the run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">In the task: it was cancelled.</exception>
        public Task<Perplexity> PerplexityAsync(
            string text, PerplexityOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            return Task.Run(() => Perplexity(text, options, cancellation), cancellation);
        }

        private static unsafe Perplexity RunPerplexity(Call call, char* text, int length)
        {
            NativePerplexity native = new NativePerplexity();
            IntPtr error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_fill_mask_perplexity_utf16(
                    call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &native, &error),
                error);
            return new Perplexity(native);
        }

        internal override unsafe FillMaskResult RunNative(Call call, char* text, int length)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_fill_mask_run_utf16(
                    call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                error);
            return new FillMaskResult(new PredictionsHandle(result), result);
        }

        internal override unsafe IntPtr RunNative(Call call, IntPtr* starts, UIntPtr* lengths, int count)
        {
            IntPtr batch = IntPtr.Zero, error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_fill_mask_run_batch_utf16(
                    call.Models[0], starts, lengths, (UIntPtr)count, call.Options, call.Cancel, &batch, &error),
                error);
            return batch;
        }

        internal override FillMaskResult Read(BatchHandle batch, IntPtr pointer, UIntPtr index)
        {
            return new FillMaskResult(batch, NativeMethods.cajal_batch_predictions(pointer, index));
        }
    }
}
