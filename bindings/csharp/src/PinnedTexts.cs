using System;
using System.Runtime.InteropServices;

namespace Cajal
{
    /// <summary>Texts that stay in their place during a native call.</summary>
    internal sealed class PinnedTexts : IDisposable
    {
        private readonly GCHandle[] pins;
        private int pinned;

        public PinnedTexts(string[] texts)
        {
            pins = new GCHandle[texts.Length];
            // An empty array has no address that can be taken.
            Starts = new IntPtr[texts.Length + 1];
            Lengths = new UIntPtr[texts.Length + 1];
            try
            {
                for (; pinned < texts.Length; pinned++)
                    Pin(texts[pinned], pinned);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>Where each text starts.</summary>
        public IntPtr[] Starts { get; private set; }

        /// <summary>How many UTF-16 units each has.</summary>
        public UIntPtr[] Lengths { get; private set; }

        private void Pin(string text, int index)
        {
            pins[index] = GCHandle.Alloc(text, GCHandleType.Pinned);
            Starts[index] = pins[index].AddrOfPinnedObject();
            Lengths[index] = (UIntPtr)text.Length;
        }

        public void Dispose()
        {
            while (pinned > 0)
                pins[--pinned].Free();
        }
    }
}
