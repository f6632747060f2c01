using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>A task that answers many texts in one call, too. Thread safety: as <see cref="ModelTask{TOptions, TResult}"/>.</summary>
    /// <typeparam name="TOptions">The options of a run.</typeparam>
    /// <typeparam name="TResult">What a run answers.</typeparam>
    public abstract class BatchTask<TOptions, TResult> : ModelTask<TOptions, TResult> where TOptions : RunOptions
    {
        /// <summary>As of the base class.</summary>
        private protected BatchTask(Model[] models, Model owned) : base(models, owned) { }

        /// <summary>
        /// Runs the task on many texts. A text's answer is the one that <c>Run</c> gives for it alone. A text that fails has
        /// an error of its own, and the others are done. A cancellation, and a timeout, which counts for the whole call, leave
        /// the texts done before it their answers and give all others its error: the call then returns as always.
        /// </summary>
        /// <param name="texts">The texts, none of them null.</param>
        /// <param name="options">Null for defaults; their progress is that of the whole batch.</param>
        /// <param name="cancellation">Stops the call between windows or inside a run.</param>
        /// <exception cref="ArgumentException">A text is null.</exception>
        /// <exception cref="CajalException">Nothing could be run: a model is of another task, or an option is wrong.</exception>
        /// <exception cref="ObjectDisposedException">A model was disposed before the call.</exception>
        public unsafe Batch<TResult> RunBatch(
            IEnumerable<string> texts, TOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            return RunBatch(Copy(texts), options, cancellation);
        }

        /// <summary>As <see cref="RunBatch(IEnumerable{string}, TOptions, CancellationToken)"/>, in a thread of the pool.</summary>
        /// <param name="texts">The texts, none of them null; they are copied before this returns.</param>
        /// <param name="options">Null for defaults; do not change them until the task has ended.</param>
        /// <param name="cancellation">Stops the run itself; the task then ends with what was done, not as cancelled.</param>
        /// <exception cref="ArgumentException">A text is null.</exception>
        /// <exception cref="CajalException">In the task: nothing could be run.</exception>
        public Task<Batch<TResult>> RunBatchAsync(
            IEnumerable<string> texts, TOptions options = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            string[] copy = Copy(texts);
            return Task.Run(() => RunBatch(copy, options, cancellation));
        }

        private static string[] Copy(IEnumerable<string> texts)
        {
            Arguments.NotNull(texts, "texts");
            string[] copy = texts.ToArray();
            if (Array.IndexOf(copy, null) >= 0)
                throw new ArgumentException("A text is null.", "texts");
            return copy;
        }

        private unsafe Batch<TResult> RunBatch(string[] texts, TOptions options, CancellationToken cancellation)
        {
            using (PinnedTexts pinned = new PinnedTexts(texts))
            using (Call call = new Call(Models, options, cancellation))
            fixed (IntPtr* starts = pinned.Starts)
            fixed (UIntPtr* lengths = pinned.Lengths)
            {
                BatchHandle handle = new BatchHandle(RunNative(call, starts, lengths, texts.Length));
                call.Rethrow();
                return new Batch<TResult>(handle, Read);
            }
        }

        /// <summary>Makes the native call; throws if it fails as a whole.</summary>
        internal abstract unsafe IntPtr RunNative(Call call, IntPtr* starts, UIntPtr* lengths, int count);

        /// <summary>The answer for one text of a native batch; fails with null for one that has none.</summary>
        internal abstract TResult Read(BatchHandle batch, IntPtr pointer, UIntPtr index);
    }
}
