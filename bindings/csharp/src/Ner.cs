using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// Named-entity recognition with one or more token-classification models. Thread safety: any number of threads may use
    /// it at once, each with the answers that one thread would get. Dispose it when it is no longer needed; calls that run
    /// finish undisturbed.
    /// </summary>
    public sealed class Ner : IDisposable
    {
        private readonly Model[] models;
        private readonly Model owned;

        /// <summary>Recognises with models that stay the caller's: dispose them, not only this, when all is done.</summary>
        /// <param name="models">One or more; a text is run through each, and the results are merged.</param>
        /// <exception cref="ArgumentException">There is no model, or one is null.</exception>
        public Ner(params Model[] models)
        {
            Arguments.NotNull(models, "models");
            if (models.Length == 0 || Array.IndexOf(models, null) >= 0)
                throw new ArgumentException("Give one model or more, none of them null.", "models");
            this.models = (Model[])models.Clone();
        }

        private Ner(Model owned) : this(new[] { owned })
        {
            this.owned = owned;
        }

        /// <summary>Loads a model and recognises with it; Dispose frees the model.</summary>
        /// <param name="path">As of <see cref="Model.Load"/>.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Model.Load"/>.</exception>
        public static Ner Load(string path, ModelOptions options = null)
        {
            return new Ner(Model.Load(path, options));
        }

        /// <summary>Finds the entities of a text of any length.</summary>
        /// <param name="text">Any text; NUL is a character like any other, a lone surrogate counts as U+FFFD.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">A model was disposed before the call.</exception>
        public unsafe NerResult Run(
            string text, NerOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            fixed (char* start = text)
                return Run(start, text.Length, options, cancellation);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Run(string, NerOptions, CancellationToken)"/>, for a part of a larger text.</summary>
        /// <param name="text">Any text; offsets count from its start.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">A model was disposed before the call.</exception>
        public unsafe NerResult Run(
            ReadOnlySpan<char> text, NerOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            fixed (char* start = &System.Runtime.InteropServices.MemoryMarshal.GetReference(text))
                return Run(start, text.Length, options, cancellation);
        }
#endif

        /// <summary>As <see cref="Run(string, NerOptions, CancellationToken)"/>, in a thread of the pool.</summary>
        /// <param name="text">Any text.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself, not only the waiting.</param>
        /// <exception cref="CajalException">In the task: the run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">In the task: it was cancelled.</exception>
        public Task<NerResult> RunAsync(
            string text, NerOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            return Task.Run(() => Run(text, options, cancellation), cancellation);
        }

        private unsafe NerResult Run(char* text, int length, NerOptions options, CancellationToken cancellation)
        {
            IntPtr entities = IntPtr.Zero, error = IntPtr.Zero;
            using (Call call = new Call(models, options, cancellation))
            fixed (IntPtr* pointers = call.Models)
                call.Check(
                    NativeMethods.cajal_ner_run_utf16(
                        pointers, (UIntPtr)models.Length, text, (UIntPtr)length, call.Options, call.Cancel, &entities,
                        &error),
                    error);
            using (EntitiesHandle handle = new EntitiesHandle(entities))
                return new NerResult(handle);
        }

        /// <summary>Frees the model if <see cref="Load"/> loaded it. May be called twice and while calls run.</summary>
        public void Dispose()
        {
            if (owned != null)
                owned.Dispose();
        }
    }
}
