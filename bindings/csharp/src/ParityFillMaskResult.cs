using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// What transformers' fill-mask pipeline answers for one text, mask by mask. Plain values: there is nothing to dispose, and
    /// any thread may read them.
    /// </summary>
    public sealed class ParityFillMaskResult : IReadOnlyList<ParityMask>
    {
        private readonly ParityMask[] masks;

        internal unsafe ParityFillMaskResult(ParityPredictionsHandle handle)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr count = UIntPtr.Zero;
                NativeMask* data = NativeMethods.cajal_parity_predictions_masks(use.Pointer, &count);
                NativeParityPrediction* all = NativeMethods.cajal_parity_predictions_data(use.Pointer, null);
                byte* pool = NativeMethods.cajal_parity_predictions_text(use.Pointer, null);
                masks = new ParityMask[checked((int)count)];
                for (int index = 0; index < masks.Length; index++)
                    masks[index] = Read(data[index], all, pool);
            }
        }

        /// <summary>Number of masks.</summary>
        public int Count
        {
            get { return masks.Length; }
        }

        /// <summary>The mask number <paramref name="index"/>, from 0.</summary>
        public ParityMask this[int index]
        {
            get { return masks[index]; }
        }

        /// <summary>The masks in order of the text.</summary>
        public IEnumerator<ParityMask> GetEnumerator()
        {
            return ((IEnumerable<ParityMask>)masks).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return masks.GetEnumerator();
        }

        private static unsafe ParityMask Read(NativeMask mask, NativeParityPrediction* all, byte* pool)
        {
            ParityPrediction[] predictions = new ParityPrediction[checked((int)mask.PredictionCount)];
            for (int index = 0; index < predictions.Length; index++)
            {
                NativeParityPrediction one = all[(long)mask.FirstPrediction + index];
                predictions[index] = new ParityPrediction(
                    one, NativeText.Read(pool + one.TextStart, (UIntPtr)one.TextLength),
                    NativeText.Read(pool + one.SequenceStart, (UIntPtr)one.SequenceLength));
            }
            return new ParityMask(mask.Offsets, predictions);
        }
    }
}
