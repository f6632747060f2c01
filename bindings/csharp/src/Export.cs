using System;
#if CAJAL_SPAN
using System.Runtime.InteropServices;
#endif

namespace Cajal
{
    /// <summary>A form that other programs read.</summary>
    public enum ExportFormat
    {
        /// <summary>One object for each document, each on its own line.</summary>
        Json,
        /// <summary>An .ann file of brat, for one document.</summary>
        Brat,
        /// <summary>One word a line with an IOB2 tag for each model.</summary>
        Conll,
        /// <summary>One page for all documents, whole in itself.</summary>
        Html
    }

    /// <summary>
    /// Documents with their entities, written for other programs. Models have the names of their folders. An export holds text
    /// of the documents. Thread safety: one thread at a time. Dispose it when its text was taken.
    /// </summary>
    public sealed class Export : IDisposable
    {
        private readonly ExportHandle handle;

        /// <summary>An export without documents.</summary>
        /// <exception cref="CajalException">There is no such format.</exception>
        public unsafe Export(ExportFormat format)
        {
            CajalLibrary.Load();
            IntPtr export = IntPtr.Zero, error = IntPtr.Zero;
            UIntPtr length;
            fixed (byte* name = NativeText.Bytes(format.ToString().ToLowerInvariant(), "format", out length))
                CajalException.Check(NativeMethods.cajal_export_new(name, length, &export, &error), error);
            handle = new ExportHandle(export);
        }

        /// <summary>Adds a document.</summary>
        /// <param name="name">What it is called in the export.</param>
        /// <param name="text">The text exactly as it was given to the run.</param>
        /// <param name="entities">What was found in it; it may be disposed afterwards.</param>
        /// <exception cref="CajalException">
        /// The entities are of another text, brat has a document already, CoNLL documents of another number of models, or
        /// the name half a surrogate pair. The export stays as it was.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The entities, their batch, or this were disposed.</exception>
        public unsafe void Add(string name, string text, NerResult entities)
        {
            Arguments.NotNull(text, "text");
            fixed (char* start = text)
                Add(name, start, text.Length, entities);
        }

#if CAJAL_SPAN
        /// <summary>As <see cref="Add(string, string, NerResult)"/>, with a part of a larger text.</summary>
        /// <param name="name">What it is called in the export.</param>
        /// <param name="text">The text exactly as it was given to the run.</param>
        /// <param name="entities">What was found in it; it may be disposed afterwards.</param>
        /// <exception cref="CajalException">As of the other method.</exception>
        /// <exception cref="ObjectDisposedException">The entities, their batch, or this were disposed.</exception>
        public unsafe void Add(string name, ReadOnlySpan<char> text, NerResult entities)
        {
            fixed (char* start = &MemoryMarshal.GetReference(text))
                Add(name, start, text.Length, entities);
        }
#endif

        private unsafe void Add(string name, char* text, int length, NerResult entities)
        {
            Arguments.NotNull(name, "name");
            Arguments.NotNull(entities, "entities");
            using (HandleUse use = new HandleUse(handle))
                entities.AddTo(use.Pointer, name, text, length);
        }

        /// <summary>The whole export.</summary>
        /// <exception cref="ObjectDisposedException">This was disposed.</exception>
        public unsafe string Write()
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr length = UIntPtr.Zero;
                string text = NativeText.Read(NativeMethods.cajal_export_text(use.Pointer, &length), length);
                LeftOut = (long)NativeMethods.cajal_export_left_out(use.Pointer);
                return text;
            }
        }

        /// <summary>
        /// Number of entities that the last <see cref="Write"/> could not hold: CoNLL has one tag a word for each model, so of
        /// entities of one model that share a word the later ones are left out. 0 in other formats.
        /// </summary>
        public long LeftOut { get; private set; }

        /// <summary>Frees the export. May be called twice.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }
}
