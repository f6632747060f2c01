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
        using (Ner ner = Ner.Load("any"))
        {
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                for (int call = 0; call < Calls; call++)
                    if (ner.Run(text).Count != 256)
                        throw new InvalidOperationException("the stand-in does not answer");
                times[repeat] = watch.Elapsed.TotalMilliseconds * 1000 / Calls;
            }
        }
        Array.Sort(times);
        Console.WriteLine("crossing: " + times[Repeats / 2].ToString("F1") + " us a call (median of " + Repeats + " x " + Calls +
            ") on " + System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
    }
}
