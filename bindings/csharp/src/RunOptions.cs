using System;

namespace Cajal
{
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

    /// <summary>Options of runs that tell how far they have come.</summary>
    public abstract class WatchedOptions : RunOptions
    {
        /// <summary>Only this assembly has options to add.</summary>
        private protected WatchedOptions() { }

        /// <summary>
        /// Told after every few windows, of a batch as windows and texts are done, on the thread of the call; calls on several
        /// threads with the same options all tell it.
        /// What it throws stops the call and comes out of it. Default: null.
        /// </summary>
        public IProgress<RunProgress> Progress { get; set; }

        internal override IProgress<RunProgress> Watcher
        {
            get { return Progress; }
        }
    }
}
