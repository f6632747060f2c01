using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cajal
{
    /// <summary>
    /// Options of loads and runs; what is not set has the library's default. Values are checked by the call they are given
    /// to, which refuses what it does not know or cannot use. Thread safety: set them in one thread; after that, any number
    /// of calls may read them.
    /// </summary>
    public abstract class CajalOptions
    {
        private static readonly char[] LineBreaks = { '\r', '\n' };

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

        /// <summary>Names of the options that are set.</summary>
        internal ICollection<string> Keys
        {
            get { return values.Keys; }
        }

        /// <summary>What is told of a call's progress; null for nothing.</summary>
        internal virtual IProgress<RunProgress> Watcher
        {
            get { return null; }
        }

        /// <summary>Sets an option that is one of a list of names; null takes it back.</summary>
        private protected void SetName<T>(string key, T? value) where T : struct
        {
            Set(key, value.HasValue ? value.Value.ToString().ToLowerInvariant() : null);
        }

        /// <summary>Sets an option that is several labels; null takes it back.</summary>
        /// <exception cref="ArgumentException">One of them is null or has a comma, which parts labels.</exception>
        private protected void SetLabels(string key, IReadOnlyList<string> labels)
        {
            if (labels != null && labels.Any(label => label == null || label.IndexOf(',') >= 0))
                throw new ArgumentException("None has a comma, and none is null.", "value");
            Set(key, labels == null ? null : string.Join(",", labels));
        }

        /// <summary>Sets an option that is several texts of one line each; null takes it back.</summary>
        /// <exception cref="ArgumentException">One of them is null or has a line break.</exception>
        private protected void SetLines(string key, IReadOnlyList<string> lines)
        {
            if (lines != null && lines.Any(line => line == null || line.IndexOfAny(LineBreaks) >= 0))
                throw new ArgumentException("Each is one line, and none is null.", "value");
            // The break after the last one keeps an empty last one.
            Set(key, lines == null ? null : string.Concat(lines.Select(line => line + "\n")));
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
            if (options == null || options.values.Count == 0 && options.Watcher == null)
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
            fixed (byte* key = NativeText.Bytes(option.Key, "name of an option", out keyLength))
            fixed (byte* value = NativeText.Bytes(option.Value, "value of an option", out valueLength))
                CajalException.Check(
                    NativeMethods.cajal_options_set(options, key, keyLength, value, valueLength, &error), error);
        }
    }
}
