using System;

namespace Cajal
{
    /// <summary>
    /// Scores every label of a sequence-classification model for a text that fits into one window of the model; a longer one
    /// is refused, not cut. Thread safety: any number of threads may use it at once, each with the answers that one thread
    /// would get. Dispose it when it is no longer needed; calls that run finish undisturbed.
    /// </summary>
    public sealed class Classifier : ModelTask<ClassifierOptions, ClassifierResult>
    {
        /// <summary>Classifies with a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public Classifier(Model model) : base(One(model), null) { }

        private Classifier(Model[] models) : base(models, models[0]) { }

        /// <summary>Loads a model and classifies with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static Classifier Load(string path, ModelOptions options = null)
        {
            return new Classifier(One(Model.Load(path, options)));
        }

        internal override unsafe ClassifierResult RunNative(Call call, char* text, int length)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            call.Check(
                NativeMethods.cajal_classifier_run_utf16(
                    call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                error);
            using (ClassificationsHandle handle = new ClassificationsHandle(result))
                return new ClassifierResult(handle);
        }
    }
}
