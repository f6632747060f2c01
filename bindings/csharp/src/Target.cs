namespace Cajal
{
    /// <summary>Whether a target was scored; a newer library may use numbers that are not listed here.</summary>
    public enum TargetStatus
    {
        /// <summary>It was scored.</summary>
        Scored = 0,
        /// <summary>It has the tokens of an earlier target, whose prediction counts for both.</summary>
        Duplicate = 1,
        /// <summary>It holds characters that the vocabulary lacks.</summary>
        Unknown = 2,
        /// <summary>It is empty, or only spaces.</summary>
        Empty = 3,
        /// <summary>It has more tokens than fit in the model beside the text.</summary>
        TooLong = 4
    }

    /// <summary>What became of one target at one mask. A value that never changes.</summary>
    public sealed class Target
    {
        internal Target(NativeTarget native, ulong firstPrediction)
        {
            Status = (TargetStatus)native.Status;
            bool none = native.Prediction == NativeMethods.NoPrediction;
            PredictionIndex = none ? (int?)null : (int)(native.Prediction - firstPrediction);
        }

        /// <summary>Whether it was scored, and if not, why.</summary>
        public TargetStatus Status { get; private set; }

        /// <summary>Its place among the mask's predictions, from 0; null if it has none. A duplicate's is the earlier one's.</summary>
        public int? PredictionIndex { get; private set; }
    }
}
