using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Cajal;

/// <summary>
/// Finds the entities of every .txt file of a folder in one call. Entities go to standard output, in order of the files;
/// progress goes to standard error. Ctrl-C stops within a moment and keeps what is done (on mono, where standard input
/// and output are a terminal).
///
///     Batch MODEL FOLDER
/// </summary>
internal static class Batch
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: Batch MODEL FOLDER");
            return 2;
        }
        Console.OutputEncoding = new UTF8Encoding(false);
        using (CancellationTokenSource stop = new CancellationTokenSource())
        {
            Console.CancelKeyPress += (sender, pressed) =>
            {
                // The program ends by itself once the call has.
                pressed.Cancel = true;
                stop.Cancel();
            };
            try
            {
                return Run(arguments[0], arguments[1], stop.Token);
            }
            catch (CajalException e)
            {
                Console.Error.WriteLine("Batch: " + e.Message);
                return 1;
            }
        }
    }

    private static int Run(string model, string folder, CancellationToken stop)
    {
        string[] files = Directory.GetFiles(folder, "*.txt").OrderBy(file => file, StringComparer.Ordinal).ToArray();
        string[] notes = Array.ConvertAll(files, file => File.ReadAllText(file, Encoding.UTF8));
        int failed = 0;
        using (Ner ner = Ner.Load(model))
        using (Batch<NerResult> answers = ner.RunBatch(notes, new NerOptions { Progress = new Percent() }, stop))
            for (int index = 0; index < files.Length; index++)
            {
                string name = Path.GetFileName(files[index]);
                CajalException error = answers[index].Error;
                if (error == null)
                    Print(name, notes[index], answers[index].Result);
                else
                {
                    // One that failed, or was not reached, takes no other with it.
                    Console.Error.WriteLine(name + ": " + error.Message);
                    failed++;
                }
            }
        return failed == 0 ? 0 : stop.IsCancellationRequested ? 130 : 1;
    }

    private static void Print(string name, string note, NerResult entities)
    {
        foreach (Entity entity in entities)
            Console.WriteLine(string.Join("\t", name, entity.Start, entity.End, entity.Label, entity.TextIn(note)));
    }

    /// <summary>Told on the thread of the call, unlike Progress of .NET, which a console program would see too late.</summary>
    private sealed class Percent : IProgress<RunProgress>
    {
        private long shown = -1;

        public void Report(RunProgress progress)
        {
            long percent = progress.BytesDone * 100 / progress.BytesTotal;
            if (percent != shown)
                Console.Error.WriteLine(percent + " %");
            shown = percent;
        }
    }
}
