using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Cajal;

/// <summary>
/// Documents a second that threads get through with one model, each text in a call of its own: as benches/ner_throughput.rs,
/// for comparison. Arguments: the model's folder, a file with one note a line, the number of threads.
/// </summary>
internal static class Throughput
{
    private static void Main(string[] arguments)
    {
        string[] notes = File.ReadAllLines(arguments[1], Encoding.UTF8);
        int threads = int.Parse(arguments[2]);
        using (Ner ner = Ner.Load(arguments[0], new ModelOptions { Threads = 1 }))
        {
            Run(ner, notes.Take(notes.Length / 5).ToArray(), threads);
            Stopwatch watch = Stopwatch.StartNew();
            int entities = Run(ner, notes, threads);
            double rate = notes.Length / watch.Elapsed.TotalSeconds;
            Console.WriteLine(rate.ToString("F2", CultureInfo.InvariantCulture) + " documents/s, " + entities + " entities");
        }
    }

    private static int Run(Ner ner, string[] notes, int threads)
    {
        int next = -1, entities = 0;
        List<Thread> all = new List<Thread>();
        for (int number = 0; number < threads; number++)
        {
            Thread thread = new Thread(() =>
            {
                for (int index; (index = Interlocked.Increment(ref next)) < notes.Length;)
                    Interlocked.Add(ref entities, ner.Run(notes[index]).Count);
            });
            all.Add(thread);
            thread.Start();
        }
        all.ForEach(thread => thread.Join());
        return entities;
    }
}
