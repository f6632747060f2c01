using System;

namespace Cajal
{
    /// <summary>
    /// Answers what transformers' fill-mask pipeline answers, its faults included: for those who compare.
    /// <see cref="FillMask"/> is the class that fills masks. Text that spells a special token (<c>&lt;s&gt;</c>) is that token
    /// here, and a text of more tokens than the model takes is refused. Thread safety: any number of threads may use it at
    /// once. Dispose it when it is no longer needed; calls that run finish undisturbed.
    /// </summary>
    public sealed class ParityFillMask : ModelTask<ParityFillMaskOptions, ParityFillMaskResult>
    {
        /// <summary>Runs a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public ParityFillMask(Model model) : base(One(model), null) { }

        private ParityFillMask(Model[] models) : base(models, models[0]) { }

        /// <summary>Loads a model to run; Dispose frees it.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static ParityFillMask Load(string path, ModelOptions options = null)
        {
            return new ParityFillMask(One(Model.Load(path, options)));
        }

        internal override unsafe ParityFillMaskResult RunNative(Call call, char* text, int length)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_fill_mask_parity_run_utf16(
                    call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                error);
            using (ParityPredictionsHandle handle = new ParityPredictionsHandle(result))
                return new ParityFillMaskResult(handle);
        }
    }
}
