using System;

namespace Cajal
{
    /// <summary>Copies native predictions: masks, candidates, targets, fillings.</summary>
    internal sealed unsafe class PredictionReader
    {
        private readonly IntPtr native;
        private readonly NativePrediction* all;
        private readonly byte* pool;
        private readonly uint* tokens;

        public PredictionReader(IntPtr native)
        {
            this.native = native;
            all = NativeMethods.cajal_predictions_data(native, null);
            pool = NativeMethods.cajal_predictions_text(native, null);
            tokens = NativeMethods.cajal_predictions_token_ids(native, null);
        }

        public Mask[] Masks()
        {
            UIntPtr count = UIntPtr.Zero, targetCount = UIntPtr.Zero;
            NativeMask* data = NativeMethods.cajal_predictions_masks(native, &count);
            NativeTarget* targets = NativeMethods.cajal_predictions_targets(native, &targetCount);
            Mask[] masks = new Mask[checked((int)count)];
            // Every mask has every target.
            int each = masks.Length == 0 ? 0 : (int)targetCount / masks.Length;
            for (int index = 0; index < masks.Length; index++)
            {
                Prediction[] predictions = Predictions(data[index].FirstPrediction, data[index].PredictionCount);
                Target[] ofMask = Targets(targets + index * each, each, data[index].FirstPrediction);
                masks[index] = new Mask(data[index].Offsets, predictions, ofMask);
            }
            return masks;
        }

        public Filling[] Fillings()
        {
            UIntPtr count = UIntPtr.Zero;
            NativeFilling* data = NativeMethods.cajal_predictions_fillings(native, &count);
            Filling[] fillings = new Filling[checked((int)count)];
            for (int index = 0; index < fillings.Length; index++)
                fillings[index] = new Filling(
                    data[index], Predictions(data[index].FirstPrediction, data[index].PredictionCount));
            return fillings;
        }

        private Prediction[] Predictions(ulong first, ulong count)
        {
            Prediction[] predictions = new Prediction[checked((int)count)];
            for (int index = 0; index < predictions.Length; index++)
            {
                NativePrediction* one = all + (long)first + index;
                string text = NativeText.Read(pool + one->TextStart, (UIntPtr)one->TextLength);
                predictions[index] = new Prediction(*one, text, TokenIds(one));
            }
            return predictions;
        }

        private long[] TokenIds(NativePrediction* prediction)
        {
            long[] ids = new long[prediction->TokenCount];
            for (int index = 0; index < ids.Length; index++)
                ids[index] = tokens[(long)prediction->FirstToken + index];
            return ids;
        }

        private static Target[] Targets(NativeTarget* data, int count, ulong firstPrediction)
        {
            Target[] targets = new Target[count];
            for (int index = 0; index < count; index++)
                targets[index] = new Target(data[index], firstPrediction);
            return targets;
        }
    }
}
