using System;
using System.Threading;

namespace Cajal.Tests
{
    /// <summary>An IProgress that is told on the thread of the call.</summary>
    internal sealed class Watcher : IProgress<RunProgress>
    {
        private readonly Action<RunProgress> action;

        public Watcher(Action<RunProgress> action)
        {
            this.action = action;
        }

        /// <summary>Options of a run that sets <paramref name="running"/> once it has done its first windows.</summary>
        public static NerOptions Of(ManualResetEventSlim running)
        {
            return new NerOptions { Progress = new Watcher(one => running.Set()) };
        }

        public void Report(RunProgress value)
        {
            action(value);
        }
    }
}
