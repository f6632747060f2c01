using System;

namespace Cajal
{
    /// <summary>
    /// Answers what transformers' token-classification pipeline answers, its faults included: for those who compare.
    /// <see cref="Ner"/> is the class that finds entities. Thread safety: any number of threads may use it at once. Dispose it
    /// when it is no longer needed; calls that run finish undisturbed.
    /// </summary>
    public sealed class ParityNer : ModelTask<ParityNerOptions, ParityNerResult>
    {
        /// <summary>Runs a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public ParityNer(Model model) : base(One(model), null) { }

        private ParityNer(Model[] models) : base(models, models[0]) { }

        /// <summary>Loads a model to run; Dispose frees it.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static ParityNer Load(string path, ModelOptions options = null)
        {
            return new ParityNer(One(Model.Load(path, options)));
        }

        internal override unsafe ParityNerResult RunNative(Call call, char* text, int length)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_ner_parity_run_utf16(
                    call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                error);
            using (ParityHandle handle = new ParityHandle(result))
                return new ParityNerResult(handle);
        }
    }
}
