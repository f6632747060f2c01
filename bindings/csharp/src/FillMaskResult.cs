using System;
using System.Collections;
using System.Collections.Generic;

namespace Cajal
{
    /// <summary>
    /// The masks of one text, in its order, each with its candidates. Plain values: there is nothing to dispose, and any
    /// thread may read them.
    /// </summary>
    public sealed class FillMaskResult : IReadOnlyList<Mask>
    {
        private readonly Mask[] masks;

        internal unsafe FillMaskResult(PredictionsHandle handle)
        {
            using (HandleUse use = new HandleUse(handle))
            {
                UIntPtr count = UIntPtr.Zero;
                NativeMask* data = NativeMethods.cajal_predictions_masks(use.Pointer, &count);
                NativePrediction* predictions = NativeMethods.cajal_predictions_data(use.Pointer, null);
                byte* pool = NativeMethods.cajal_predictions_text(use.Pointer, null);
                masks = new Mask[checked((int)count)];
                for (int index = 0; index < masks.Length; index++)
                    masks[index] = Read(data[index], predictions, pool);
            }
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

        /// <summary>The masks in order.</summary>
        public IEnumerator<Mask> GetEnumerator()
        {
            return ((IEnumerable<Mask>)masks).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return masks.GetEnumerator();
        }

        private static unsafe Mask Read(NativeMask mask, NativePrediction* all, byte* pool)
        {
            Prediction[] predictions = new Prediction[checked((int)mask.PredictionCount)];
            for (int index = 0; index < predictions.Length; index++)
            {
                NativePrediction native = all[(long)mask.FirstPrediction + index];
                string text = NativeText.Read(pool + native.TextStart, (UIntPtr)native.TextLength);
                predictions[index] = new Prediction(native, text);
            }
            return new Mask(mask.Offsets, predictions);
        }
    }
}
