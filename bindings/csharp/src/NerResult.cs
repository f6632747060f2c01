using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// The entities of one text, in order of start, then end, then model. Plain values: there is nothing to dispose, and any
    /// thread may read them.
    /// </summary>
    public sealed class NerResult : IReadOnlyList<Entity>
    {
        private readonly Entity[] entities;

        internal unsafe NerResult(EntitiesHandle handle)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                IntPtr native = use.Pointer;
                entities = Read(native, Labels(native));
                Words = (long)NativeMethods.cajal_entities_words(native);
                Windows = (long)NativeMethods.cajal_entities_windows(native);
                ShortenedWords = (long)NativeMethods.cajal_entities_shortened_words(native);
            }
        }

        /// <summary>Number of entities.</summary>
        public int Count
        {
            get { return entities.Length; }
        }

        /// <summary>The entity number <paramref name="index"/>, from 0.</summary>
        public Entity this[int index]
        {
            get { return entities[index]; }
        }

        /// <summary>Number of words in the text.</summary>
        public long Words { get; private set; }

        /// <summary>Number of windows that were run, over all models.</summary>
        public long Windows { get; private set; }

        /// <summary>
        /// Number of words with more tokens than a window holds, whose label was decided from their first tokens.
        /// </summary>
        public long ShortenedWords { get; private set; }

        /// <summary>The entities in order.</summary>
        public IEnumerator<Entity> GetEnumerator()
        {
            return ((IEnumerable<Entity>)entities).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return entities.GetEnumerator();
        }

        private static unsafe string[] Labels(IntPtr native)
        {
            string[] labels = new string[(int)NativeMethods.cajal_entities_label_count(native)];
            for (int index = 0; index < labels.Length; index++)
            {
                UIntPtr length = UIntPtr.Zero;
                byte* label = NativeMethods.cajal_entities_label(native, (uint)index, &length);
                labels[index] = NativeText.Read(label, length);
            }
            return labels;
        }

        private static unsafe Entity[] Read(IntPtr native, string[] labels)
        {
            UIntPtr count = UIntPtr.Zero;
            NativeEntity* data = NativeMethods.cajal_entities_data(native, &count);
            Entity[] read = new Entity[checked((int)count)];
            for (int index = 0; index < read.Length; index++)
                read[index] = new Entity(data + index, labels[data[index].Label]);
            return read;
        }
    }
}
