using System;
#if CAJAL_SPAN
using System.Runtime.InteropServices;
#endif
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// What one kind of answer is asked with: models, and the calls that run them on a text. Thread safety: any number of
    /// threads may use it at once, each with the answers that one thread would get. Dispose it when it is no longer needed;
    /// calls that run finish undisturbed.
    /// </summary>
    /// <typeparam name="TOptions">The options of a run.</typeparam>
    /// <typeparam name="TResult">What a run answers.</typeparam>
    public abstract class ModelTask<TOptions, TResult> : IDisposable where TOptions : RunOptions
    {
        private readonly Model owned;

        /// <summary>Models that stay the caller's, all of them or all but the one to be disposed with this.</summary>
        private protected ModelTask(Model[] models, Model owned)
        {
            Models = models;
            this.owned = owned;
        }

        internal Model[] Models { get; private set; }

        /// <summary>The only model of a task that takes one.</summary>
        private protected static Model[] One(Model model)
        {
            Arguments.NotNull(model, "model");
            return new[] { model };
        }

        /// <summary>Runs the task on a text.</summary>
        /// <param name="text">Any text; NUL is a character like any other, a lone surrogate counts as U+FFFD.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">A model was disposed before the call.</exception>
        public unsafe TResult Run(
            string text, TOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            return On(text, options, cancellation, RunNative);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Run(string, TOptions, CancellationToken)"/>, for a part of a larger text.</summary>
        /// <param name="text">Any text; offsets count from its start.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="CajalException">The run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        /// <exception cref="ObjectDisposedException">A model was disposed before the call.</exception>
        public unsafe TResult Run(
            ReadOnlySpan<char> text, TOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            return On(text, options, cancellation, RunNative);
        }

        /// <summary>Makes one native call on a part of a text.</summary>
        private protected unsafe T On<T>(
            ReadOnlySpan<char> text, RunOptions options, CancellationToken cancellation, TextCall<T> run)
        {
            cancellation.ThrowIfCancellationRequested();
            fixed (char* start = &MemoryMarshal.GetReference(text))
            using (Call call = new Call(Models, options, cancellation))
                return call.Answer(run, start, text.Length);
        }
#endif

        /// <summary>As <see cref="Run(string, TOptions, CancellationToken)"/>, in a thread of the pool.</summary>
        /// <param name="text">Any text.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself, not only the waiting.</param>
        /// <exception cref="CajalException">In the task: the run failed; the code says why.</exception>
        /// <exception cref="OperationCanceledException">In the task: it was cancelled.</exception>
        public Task<TResult> RunAsync(
            string text, TOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(text, "text");
            return Task.Run(() => Run(text, options, cancellation), cancellation);
        }

        /// <summary>Makes one native call on a whole text.</summary>
        private protected unsafe T On<T>(string text, RunOptions options, CancellationToken cancellation, TextCall<T> run)
        {
            Arguments.NotNull(text, "text");
            cancellation.ThrowIfCancellationRequested();
            fixed (char* start = text)
            using (Call call = new Call(Models, options, cancellation))
                return call.Answer(run, start, text.Length);
        }

        internal abstract unsafe TResult RunNative(Call call, char* text, int length);

        /// <summary>Frees the model if a Load of this class loaded it. May be called twice and while calls run.</summary>
        public void Dispose()
        {
            if (owned != null)
                owned.Dispose();
        }
    }
}
