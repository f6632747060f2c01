using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// The answers for many texts, in their order, each with what was found in it or an error of its own. Any thread may read
    /// them. What they hold in the library goes with Dispose or the collector, as <see cref="NerResult"/> tells.
    /// </summary>
    /// <typeparam name="TResult">What one text is answered with.</typeparam>
    public sealed class Batch<TResult> : IReadOnlyList<BatchAnswer<TResult>>, IDisposable
    {
        private readonly BatchHandle handle;
        private readonly BatchAnswer<TResult>[] answers;

        internal Batch(BatchHandle handle, Func<BatchHandle, IntPtr, UIntPtr, TResult> read)
        {
            this.handle = handle;
            using (HandleUse use = new HandleUse(handle))
            {
                answers = new BatchAnswer<TResult>[checked((int)NativeMethods.cajal_batch_count(use.Pointer))];
                for (int index = 0; index < answers.Length; index++)
                    answers[index] = Answer(use.Pointer, (UIntPtr)index, read);
            }
        }

        /// <summary>Number of texts.</summary>
        public int Count
        {
            get { return answers.Length; }
        }

        /// <summary>The answer for the text number <paramref name="index"/>, from 0.</summary>
        public BatchAnswer<TResult> this[int index]
        {
            get { return answers[index]; }
        }

        /// <summary>The answers in the order of the texts.</summary>
        public IEnumerator<BatchAnswer<TResult>> GetEnumerator()
        {
            return ((IEnumerable<BatchAnswer<TResult>>)answers).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return answers.GetEnumerator();
        }

        private BatchAnswer<TResult> Answer(
            IntPtr native, UIntPtr index, Func<BatchHandle, IntPtr, UIntPtr, TResult> read)
        {
            IntPtr error = NativeMethods.cajal_batch_error(native, index);
            return error == IntPtr.Zero
                ? new BatchAnswer<TResult>(read(handle, native, index), null)
                : new BatchAnswer<TResult>(default(TResult), CajalException.Read(error));
        }

        /// <summary>
        /// Frees what the results hold in the library: their values stay, but they can no longer be exported, de-identified
        /// or filled in. May be called twice.
        /// </summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }
}
