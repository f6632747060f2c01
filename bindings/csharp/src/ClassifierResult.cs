using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// All labels of a model for one text, the best first. Plain values: there is nothing to dispose, and any thread may read
    /// them.
    /// </summary>
    public sealed class ClassifierResult : IReadOnlyList<Classification>
    {
        private readonly Classification[] labels;

        internal unsafe ClassifierResult(ClassificationsHandle handle)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr count = UIntPtr.Zero;
                NativeClassification* data = NativeMethods.cajal_classifications_data(use.Pointer, &count);
                labels = new Classification[checked((int)count)];
                for (int index = 0; index < labels.Length; index++)
                    labels[index] = new Classification(Label(use.Pointer, data[index].Label), data[index].Score);
            }
        }

        /// <summary>Number of labels.</summary>
        public int Count
        {
            get { return labels.Length; }
        }

        /// <summary>The label number <paramref name="index"/>, from 0, which is the best.</summary>
        public Classification this[int index]
        {
            get { return labels[index]; }
        }

        /// <summary>The labels, the best first.</summary>
        public IEnumerator<Classification> GetEnumerator()
        {
            return ((IEnumerable<Classification>)labels).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return labels.GetEnumerator();
        }

        private static unsafe string Label(IntPtr native, uint index)
        {
            UIntPtr length = UIntPtr.Zero;
            byte* label = NativeMethods.cajal_classifications_label(native, index, &length);
            return NativeText.Read(label, length);
        }
    }
}
