using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cajal;

/// <summary>Cancels runs in their middle and tells how long each took to end. Argument: the model's folder.</summary>
internal static class Stop
{
    private const int Rounds = 51;

    /// <summary>Tells that a run has done its first windows, on the thread of the call.</summary>
    private sealed class Begun : IProgress<RunProgress>
    {
        public readonly ManualResetEventSlim Running = new ManualResetEventSlim();

        public void Report(RunProgress value)
        {
            Running.Set();
        }
    }

    private static void Main(string[] arguments)
    {
        string text = string.Concat(Enumerable.Repeat("Se determinó ferritina, transferrina y albúmina.\n", 100000));
        double[] milliseconds = new double[Rounds];
        using (Ner ner = Ner.Load(arguments[0]))
            for (int round = 0; round < Rounds; round++)
                milliseconds[round] = Cancelled(ner, text);
        Array.Sort(milliseconds);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "median {0:F2}, longest {1:F2}, on {2}",
            milliseconds[Rounds / 2], milliseconds[Rounds - 1], RuntimeInformation.FrameworkDescription));
    }

    private static double Cancelled(Ner ner, string text)
    {
        Begun begun = new Begun();
        using (CancellationTokenSource source = new CancellationTokenSource())
        {
            Task<NerResult> task = ner.RunAsync(text, new NerOptions { Progress = begun }, source.Token);
            begun.Running.Wait();
            Stopwatch watch = Stopwatch.StartNew();
            source.Cancel();
            try
            {
                task.Wait();
            }
            catch (AggregateException)
            {
                if (task.IsCanceled)
                    return watch.Elapsed.TotalMilliseconds;
                throw;
            }
            throw new InvalidOperationException("the run was not cancelled");
        }
    }
}
