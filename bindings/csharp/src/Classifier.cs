using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// Scores every label of a sequence-classification model for a text. Thread safety: any number of threads may use
    /// it at once, each with the answers that one thread would get. Dispose it when it is no longer needed; calls that run
    /// finish undisturbed.
    /// </summary>
    public sealed class Classifier : IDisposable
    {
        private readonly Model[] models;
        private readonly Model owned;

        /// <summary>Classifies with a model that stays the caller's: dispose it, not only this, when all is done.</summary>
        public Classifier(Model model)
        {
            Arguments.NotNull(model, "model");
            models = new[] { model };
        }

        private Classifier(Model[] owned)
        {
            models = owned;
            this.owned = owned[0];
        }

        /// <summary>Loads a model and classifies with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static Classifier Load(string path, ModelOptions options = null)
        {
            return new Classifier(new[] { Model.Load(path, options) });
        }

        /// <summary>Gives every label its score for a text.</summary>
        /// <param name="text">A text that fits into one window of the model; a longer one is refused, not cut.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe ClassifierResult Run(
            string text, ClassifierOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            fixed (char* start = text)
                return Run(start, text.Length, options, cancellation);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Run(string, ClassifierOptions, CancellationToken)"/>, for a part of a larger text.</summary>
        /// <param name="text">Any text; offsets count from its start.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed before the call.</exception>
        public unsafe ClassifierResult Run(
            ReadOnlySpan<char> text, ClassifierOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            fixed (char* start = &System.Runtime.InteropServices.MemoryMarshal.GetReference(text))
                return Run(start, text.Length, options, cancellation);
        }
#endif

        /// <summary>As <see cref="Run(string, ClassifierOptions, CancellationToken)"/>, in a thread of the pool.</summary>
        /// <param name="text">Any text.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself, not only the waiting.</param>
        /// <exception cref="CajalException">In the task: the run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">In the task: it was cancelled.</exception>
        public Task<ClassifierResult> RunAsync(
            string text, ClassifierOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            return Task.Run(() => Run(text, options, cancellation), cancellation);
        }

        private unsafe ClassifierResult Run(char* text, int length, ClassifierOptions options, CancellationToken cancellation)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            using (Call call = new Call(models, options, cancellation))
                call.Check(
                    NativeMethods.cajal_classifier_run_utf16(
                        call.Models[0], text, (UIntPtr)length, call.Options, call.Cancel, &result, &error),
                    error);
            using (ClassificationsHandle handle = new ClassificationsHandle(result))
                return new ClassifierResult(handle);
        }

        /// <summary>Frees the model if <see cref="Load"/> loaded it. May be called twice and while calls run.</summary>
        public void Dispose()
        {
            if (owned != null)
                owned.Dispose();
        }
    }
}
