using System;
using System.Diagnostics;
using Cajal;

/// <summary>Time of a call with 10,000 characters in and 256 entities out, over a library that answers at once.</summary>
internal static class Crossing
{
    private const int Calls = 2000;
    private const int Repeats = 15;

    private static void Main()
    {
        string text = new string('x', 10000);
        double[] times = new double[Repeats];
        TimeSpan processor = TimeSpan.Zero;
        using (Ner ner = Ner.Load("any"))
        {
            Call(ner, text);
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                Call(ner, text);
                times[repeat] = watch.Elapsed.TotalMilliseconds * 1000 / Calls;
            }
            processor = Process.GetCurrentProcess().TotalProcessorTime - before;
        }
        Array.Sort(times);
        // The processor's time holds the collector's threads, too, and not what else the machine was busy with.
        Console.WriteLine("crossing: " + times[Repeats / 2].ToString("F1") + " us a call (median of " + Repeats + " x " + Calls +
            "), " + (processor.TotalMilliseconds * 1000 / Calls / Repeats).ToString("F1") + " us of processor time, on " +
            System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
    }

    private static void Call(Ner ner, string text)
    {
        for (int call = 0; call < Calls; call++)
            if (ner.Run(text).Count != 256)
                throw new InvalidOperationException("the stand-in does not answer");
    }
}
