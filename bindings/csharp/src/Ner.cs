using System;

namespace Cajal
{
    /// <summary>
    /// Named-entity recognition on texts of any length with one or more token-classification models. Thread safety: any
    /// number of threads may use it at once, each with the answers that one thread would get. Dispose it when it is no longer
    /// needed; calls that run finish undisturbed.
    /// </summary>
    public sealed class Ner : BatchTask<NerOptions, NerResult>
    {
        /// <summary>Recognises with models that stay the caller's: dispose them, not only this, when all is done.</summary>
        /// <param name="models">One or more; a text is run through each, and the results are merged.</param>
        /// <exception cref="ArgumentException">There is no model, or one is null.</exception>
        public Ner(params Model[] models) : base(Several(models), null) { }

        private Ner(Model owned) : base(One(owned), owned) { }

        /// <summary>Loads a model and recognises with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static Ner Load(string path, ModelOptions options = null)
        {
            return new Ner(Model.Load(path, options));
        }

        private static Model[] Several(Model[] models)
        {
            Arguments.NotNull(models, "models");
            if (models.Length == 0 || Array.IndexOf(models, null) >= 0)
                throw new ArgumentException("Give one model or more, none of them null.", "models");
            return (Model[])models.Clone();
        }

        internal override unsafe NerResult RunNative(Call call, char* text, int length)
        {
            IntPtr entities = IntPtr.Zero, error = IntPtr.Zero;
            fixed (IntPtr* models = call.Models)
                call.Check(
                    NativeMethods.cajal_ner_run_utf16(
                        models, (UIntPtr)call.Models.Length, text, (UIntPtr)length, call.Options, call.Cancel, &entities,
                        &error),
                    error);
            return new NerResult(new EntitiesHandle(entities), entities);
        }

        internal override unsafe IntPtr RunNative(Call call, IntPtr* starts, UIntPtr* lengths, int count)
        {
            IntPtr batch = IntPtr.Zero, error = IntPtr.Zero;
            fixed (IntPtr* models = call.Models)
                call.Check(
                    NativeMethods.cajal_ner_run_batch_utf16(
                        models, (UIntPtr)call.Models.Length, starts, lengths, (UIntPtr)count, call.Options, call.Cancel,
                        &batch, &error),
                    error);
            return batch;
        }

        internal override NerResult Read(BatchHandle batch, IntPtr pointer, UIntPtr index)
        {
            return new NerResult(batch, NativeMethods.cajal_batch_entities(pointer, index));
        }
    }
}
