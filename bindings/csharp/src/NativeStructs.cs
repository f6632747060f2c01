using System.Runtime.InteropServices;

namespace Cajal
{
    // The structs of cajal.h, field by field. The tests compare every size and offset with the C compiler's.

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeOffsets
    {
        public ulong Utf8Start;
        public ulong Utf8End;
        public ulong Utf16Start;
        public ulong Utf16End;
        public ulong CodepointStart;
        public ulong CodepointEnd;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeEntity
    {
        public NativeOffsets Offsets;
        public uint Label;
        public float Score;
        public uint Model;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeMask
    {
        public NativeOffsets Offsets;
        public ulong FirstPrediction;
        public ulong PredictionCount;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativePrediction
    {
        public ulong TextStart;
        public ulong FirstToken;
        public double LogScore;
        public uint TextLength;
        public uint TokenCount;
        public uint Mask;
        public uint TokenId;
        public uint Flags;
        public float Score;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeClassification
    {
        public uint Label;
        public float Score;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeParityEntity
    {
        public NativeOffsets Offsets;
        public uint Label;
        public float Score;
        public uint Token;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeSegment
    {
        public NativeOffsets From;
        public NativeOffsets To;
        public uint Label;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeTarget
    {
        public ulong Prediction;
        public uint Mask;
        public uint Status;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeFilling
    {
        public ulong FirstPrediction;
        public ulong PredictionCount;
        public double LogScore;
        public float Score;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeParityPrediction
    {
        public ulong TextStart;
        public ulong SequenceStart;
        public ulong SequenceLength;
        public uint TextLength;
        public uint Mask;
        public uint TokenId;
        public float Score;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativePerplexity
    {
        public ulong Tokens;
        public double LogLikelihood;
        public double Value;
    }
}
