using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// The masks of one text, in its order, each with its candidates, and whole fillings where they were asked for. Any
    /// thread may read it, also after Dispose. It holds the text and the candidates in the library, too, until Dispose or the
    /// collector, as <see cref="NerResult"/> tells.
    /// </summary>
    public sealed class FillMaskResult : IReadOnlyList<Mask>, IDisposable
    {
        // Of one candidate: the struct that is read here, the library's own form of it, its text and its tokens, both twice.
        private const long NativeCandidate = 256;

        private readonly Mask[] masks;
        private readonly NativeHandle owner;
        private readonly IntPtr native;

        /// <summary>Reads native predictions that live as long as their owner, which may hold others, too.</summary>
        internal FillMaskResult(NativeHandle owner, IntPtr native)
        {
            this.owner = owner;
            this.native = native;
            using (new HandleUse(owner))
            {
                PredictionReader reader = new PredictionReader(native);
                masks = reader.Masks();
                Fillings = Array.AsReadOnly(reader.Fillings());
                owner.Weigh(NativeBytes());
            }
        }

        // About what the library holds: masks, candidates and, to fill it in, the text, which ends after its last mask.
        private long NativeBytes()
        {
            long bytes = masks.Length == 0 ? 0 : masks[masks.Length - 1].Offsets.Utf8.End;
            foreach (Mask mask in masks)
                bytes += NativeCandidate * (1 + mask.Predictions.Count);
            foreach (Filling filling in Fillings)
                bytes += NativeCandidate * (1 + filling.Predictions.Count);
            return bytes;
        }

        /// <summary>Number of masks.</summary>
        public int Count
        {
            get { return masks.Length; }
        }

        /// <summary>The mask number <paramref name="index"/>, from 0.</summary>
        public Mask this[int index]
        {
            get { return masks[index]; }
        }

        /// <summary>Whole fillings, the best first; empty unless <see cref="FillMaskOptions.BeamWidth"/> asked for them.</summary>
        public IReadOnlyList<Filling> Fillings { get; private set; }

        /// <summary>The masks in order.</summary>
        public IEnumerator<Mask> GetEnumerator()
        {
            return ((IEnumerable<Mask>)masks).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return masks.GetEnumerator();
        }

        /// <summary>
        /// The text that was asked about with one prediction put in; other masks stay. Nothing else of the text changes,
        /// except that spaces are left out between the word before the mask and a prediction that continues it, and that a
        /// lone surrogate becomes U+FFFD.
        /// </summary>
        /// <param name="mask">Number of the mask, from 0.</param>
        /// <param name="prediction">Number of the prediction among those of the mask, from 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such mask or prediction.</exception>
        /// <exception cref="ObjectDisposedException">This, or its batch, was disposed.</exception>
        public unsafe FilledText Filled(int mask, int prediction)
        {
            Arguments.InRange(mask, masks.Length, "mask");
            Arguments.InRange(prediction, masks[mask].Predictions.Count, "prediction");
            IntPtr filled = IntPtr.Zero, error = IntPtr.Zero;
            using (new HandleUse(owner))
                CajalException.Check(
                    NativeMethods.cajal_predictions_fill(native, (UIntPtr)mask, (UIntPtr)prediction, &filled, &error), error);
            return FilledText.Take(filled);
        }

        /// <summary>As <see cref="Filled"/>, with a whole filling in place of all masks.</summary>
        /// <param name="filling">Number of the filling among <see cref="Fillings"/>, from 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such filling.</exception>
        /// <exception cref="ObjectDisposedException">This, or its batch, was disposed.</exception>
        public unsafe FilledText FilledTogether(int filling)
        {
            Arguments.InRange(filling, Fillings.Count, "filling");
            IntPtr filled = IntPtr.Zero, error = IntPtr.Zero;
            using (new HandleUse(owner))
                CajalException.Check(
                    NativeMethods.cajal_predictions_fill_together(native, (UIntPtr)filling, &filled, &error), error);
            return FilledText.Take(filled);
        }

        /// <summary>
        /// Frees what the library holds: the values stay, but they can no longer be filled in. A result of a batch goes with
        /// its batch, and this does nothing. May be called twice.
        /// </summary>
        public void Dispose()
        {
            if (owner is PredictionsHandle)
                owner.Dispose();
        }
    }
}
