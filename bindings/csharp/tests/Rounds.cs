using System;
using System.IO;

namespace Cajal.Tests
{
    /// <summary>Load, run, close, again and again: resident memory must stay flat.</summary>
    internal static class Rounds
    {
        // Within 5 % of the memory after the first tenth of the rounds.
        private const double Limit = 1.05;

        public static int Run(int rounds)
        {
            long settled = 0, peak = 0;
            for (int round = 1; round <= rounds; round++)
            {
                using (Ner ner = Ner.Load(Models.PharmaconerFolder))
                using (NerResult result = ner.Run(Models.Example))
                    Check.Equal(4, result.Count, "entities");
                if (round == rounds / 10)
                    settled = Resident();
                if (round > rounds / 10 && round % 100 == 0)
                    peak = Math.Max(peak, Resident());
            }
            Console.WriteLine(rounds + " rounds on " + Runner.Framework() + ": resident " + settled + " kB after " +
                rounds / 10 + ", at most " + peak + " kB later");
            return peak <= settled * Limit ? 0 : 1;
        }

        private static long Resident()
        {
            // Memory of the library, not of a heap that grows because it may.
            GC.Collect();
            foreach (string line in File.ReadAllLines("/proc/self/status"))
                if (line.StartsWith("VmRSS:"))
                    return long.Parse(line.Substring(6).Replace("kB", "").Trim());
            throw new FailedException("no VmRSS in /proc/self/status");
        }
    }
}
