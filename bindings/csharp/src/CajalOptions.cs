using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cajal
{
    /// <summary>
    /// Options of loads and runs; what is not set has the library's default. Values are checked by the call they are given
    /// to, which refuses what it does not know or cannot use. Thread safety: set them in one thread; after that, any number
    /// of calls may read them.
    /// </summary>
    public abstract class CajalOptions
    {
        private readonly Dictionary<string, string> values = new Dictionary<string, string>();

        /// <summary>Only this assembly has options to add.</summary>
        private protected CajalOptions() { }

        /// <summary>
        /// Sets an option by the name and in the form that <c>cajal_options</c> of cajal.h gives it: for options of a
        /// library that is newer than this assembly. Null takes the option back.
        /// </summary>
        /// <param name="key">The option's name.</param>
        /// <param name="value">Its value as text; numbers with a decimal point.</param>
        public void Set(string key, string value)
        {
            Arguments.NotNull(key, "key");
            if (value == null)
                values.Remove(key);
            else
                values[key] = value;
        }

        /// <summary>Sets an option that is a number; null takes it back.</summary>
        private protected void SetNumber<T>(string key, T? value) where T : struct, IFormattable
        {
            Set(key, value.HasValue ? value.Value.ToString(null, CultureInfo.InvariantCulture) : null);
        }

        /// <summary>Sets an option in whole milliseconds; null takes it back.</summary>
        private protected void SetTime(string key, TimeSpan? value)
        {
            if (value.HasValue && value.Value < TimeSpan.Zero)
                throw new ArgumentOutOfRangeException("value", "A timeout cannot be negative.");
            // Rounded up: a timeout of less than a millisecond is short, not none at all.
            SetNumber(key, value.HasValue ? (long)Math.Ceiling(value.Value.TotalMilliseconds) : (long?)null);
        }

        /// <summary>The native form; null where all is default.</summary>
        internal static OptionsHandle ToNative(CajalOptions options)
        {
            if (options == null || options.values.Count == 0)
                return null;
            IntPtr pointer = NativeMethods.cajal_options_new();
            if (pointer == IntPtr.Zero)
                throw new CajalException(CajalErrorCode.Internal, 0, "The library could not make options.", null);
            OptionsHandle handle = new OptionsHandle(pointer);
            try
            {
                foreach (KeyValuePair<string, string> option in options.values)
                    SetNative(pointer, option);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private static unsafe void SetNative(IntPtr options, KeyValuePair<string, string> option)
        {
            IntPtr error = IntPtr.Zero;
            UIntPtr keyLength, valueLength;
            fixed (byte* key = NativeText.Bytes(option.Key, out keyLength))
            fixed (byte* value = NativeText.Bytes(option.Value, out valueLength))
                CajalException.Check(
                    NativeMethods.cajal_options_set(options, key, keyLength, value, valueLength, &error), error);
        }
    }

    /// <summary>Options that every run has.</summary>
    public abstract class RunOptions : CajalOptions
    {
        private TimeSpan? timeout;

        /// <summary>Only this assembly has options to add.</summary>
        private protected RunOptions() { }

        /// <summary>
        /// Time that the call may take; then it ends with <see cref="CajalErrorCode.DeadlineExceeded"/>. Zero is exceeded
        /// at once; null, the default, is no limit. Counted in whole milliseconds, rounded up.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
        public TimeSpan? Timeout
        {
            get { return timeout; }
            set
            {
                SetTime("timeout_ms", value);
                timeout = value;
            }
        }
    }
}
