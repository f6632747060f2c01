using System;
using System.Collections;
using System.Collections.Generic;
#if CAJAL_SPAN
using System.Runtime.InteropServices;
#endif

namespace Cajal
{
    /// <summary>
    /// The entities of one text, in order of start, then end, then model. Any thread may read it, also after Dispose. What it
    /// holds in the library is small and nothing of a model; .NET's collector is told of it and frees what nobody disposes. Mono's
    /// takes no notice of such memory: dispose results there.
    /// </summary>
    public sealed class NerResult : IReadOnlyList<Entity>, IDisposable
    {
        // The native object with its labels and the names of its models: some hundred bytes, most often.
        private const int NativeObject = 512;

        private readonly Entity[] entities;
        private readonly NativeHandle owner;
        private readonly IntPtr native;

        /// <summary>Reads native entities that live as long as their owner, which may hold others, too.</summary>
        internal unsafe NerResult(NativeHandle owner, IntPtr native)
        {
            this.owner = owner;
            this.native = native;
            using (new HandleUse(owner))
            {
                entities = Read(native, Labels(native));
                Words = (long)NativeMethods.cajal_entities_words(native);
                Windows = (long)NativeMethods.cajal_entities_windows(native);
                ShortenedWords = (long)NativeMethods.cajal_entities_shortened_words(native);
                // The entities are one array there; the text and the models are not kept.
                owner.Weigh(NativeObject + (long)entities.Length * sizeof(NativeEntity));
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

        /// <summary>
        /// Replaces the entities in their text. A model misses things: what it did not find stays in the text, and the new
        /// text is not anonymous. Entities that overlap are replaced as one, under the label of the longest.
        /// </summary>
        /// <param name="text">The text exactly as it was given to the run.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">The text is another one, or an option is wrong.</exception>
        /// <exception cref="ObjectDisposedException">This, or its batch, was disposed.</exception>
        public unsafe Deidentified Deidentify(string text, DeidentifyOptions options = null)
        {
            Arguments.NotNull(text, "text");
            fixed (char* start = text)
                return Deidentify(start, text.Length, options);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Deidentify(string, DeidentifyOptions)"/>, in a part of a larger text.</summary>
        /// <param name="text">The text exactly as it was given to the run.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">The text is another one, or an option is wrong.</exception>
        /// <exception cref="ObjectDisposedException">This, or its batch, was disposed.</exception>
        public unsafe Deidentified Deidentify(ReadOnlySpan<char> text, DeidentifyOptions options = null)
        {
            fixed (char* start = &MemoryMarshal.GetReference(text))
                return Deidentify(start, text.Length, options);
        }
#endif

        private unsafe Deidentified Deidentify(char* text, int length, DeidentifyOptions options)
        {
            IntPtr result = IntPtr.Zero, error = IntPtr.Zero;
            using (new HandleUse(owner))
            using (OptionsHandle handle = CajalOptions.ToNative(options))
            using (HandleUse use = new HandleUse(handle))
                CajalException.Check(
                    NativeMethods.cajal_deidentify_run_utf16(
                        native, text, (UIntPtr)length, use.Pointer, &result, &error),
                    error);
            using (DeidentifiedHandle handle = new DeidentifiedHandle(result))
                return new Deidentified(handle, text);
        }

        /// <summary>Adds the entities to a native export.</summary>
        /// <exception cref="CajalException">The export cannot hold them.</exception>
        internal unsafe void AddTo(IntPtr export, string name, char* text, int length)
        {
            IntPtr error = IntPtr.Zero;
            UIntPtr nameLength;
            using (new HandleUse(owner))
            fixed (byte* nameStart = NativeText.Bytes(name, "name", out nameLength))
                CajalException.Check(
                    NativeMethods.cajal_export_add_utf16(
                        export, nameStart, nameLength, text, (UIntPtr)length, native, &error),
                    error);
        }

        /// <summary>
        /// Frees what the library holds: the values stay, but they can no longer be exported or de-identified. A result of a
        /// batch goes with its batch, and this does nothing. May be called twice.
        /// </summary>
        public void Dispose()
        {
            if (owner is EntitiesHandle)
                owner.Dispose();
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
