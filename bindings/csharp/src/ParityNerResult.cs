using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// What transformers' token-classification pipeline answers for one text, in its order. Plain values: there is nothing to
    /// dispose, and any thread may read them.
    /// </summary>
    public sealed class ParityNerResult : IReadOnlyList<ParityEntity>
    {
        private readonly ParityEntity[] entities;

        internal unsafe ParityNerResult(ParityHandle handle)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                entities = Read(use.Pointer);
                Windows = (long)NativeMethods.cajal_parity_windows(use.Pointer);
                NativeOffsets unread;
                if (NativeMethods.cajal_parity_unread(use.Pointer, &unread) != 0)
                    Unread = new TextOffsets(unread);
            }
        }

        /// <summary>Number of entities.</summary>
        public int Count
        {
            get { return entities.Length; }
        }

        /// <summary>The entity number <paramref name="index"/>, from 0.</summary>
        public ParityEntity this[int index]
        {
            get { return entities[index]; }
        }

        /// <summary>Number of windows that were run.</summary>
        public long Windows { get; private set; }

        /// <summary>Where the end of the text stands that was cut off and not read; null if all was read.</summary>
        public TextOffsets? Unread { get; private set; }

        /// <summary>The entities in order.</summary>
        public IEnumerator<ParityEntity> GetEnumerator()
        {
            return ((IEnumerable<ParityEntity>)entities).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return entities.GetEnumerator();
        }

        private static unsafe ParityEntity[] Read(IntPtr native)
        {
            UIntPtr count = UIntPtr.Zero, length = UIntPtr.Zero;
            NativeParityEntity* data = NativeMethods.cajal_parity_data(native, &count);
            string[] labels = Labels(native);
            ParityEntity[] read = new ParityEntity[checked((int)count)];
            for (int index = 0; index < read.Length; index++)
            {
                byte* word = NativeMethods.cajal_parity_word(native, (UIntPtr)index, &length);
                read[index] = new ParityEntity(data[index], labels[data[index].Label], NativeText.Read(word, length));
            }
            return read;
        }

        private static unsafe string[] Labels(IntPtr native)
        {
            string[] labels = new string[(int)NativeMethods.cajal_parity_label_count(native)];
            for (int index = 0; index < labels.Length; index++)
            {
                UIntPtr length = UIntPtr.Zero;
                byte* label = NativeMethods.cajal_parity_label(native, (uint)index, &length);
                labels[index] = NativeText.Read(label, length);
            }
            return labels;
        }
    }
}
