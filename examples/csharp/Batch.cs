using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cajal;

/// <summary>
/// Finds the entities of every .txt file of a folder, several files at a time, with one model. Entities go to standard
/// output, in order of the files; progress goes to standard error. Ctrl-C stops within a moment and keeps what is done.
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
                // The program ends by itself once the runs have.
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

    private static int Run(string folder, string notes, CancellationToken stop)
    {
        string[] files = Directory.GetFiles(notes, "*.txt").OrderBy(file => file, StringComparer.Ordinal).ToArray();
        int done = 0;
        // One thread a run, and as many runs as cores: the best use of a machine for many notes.
        using (Model model = Model.Load(folder, new ModelOptions { Threads = 1 }))
        using (Ner ner = new Ner(model))
        using (SemaphoreSlim free = new SemaphoreSlim(Environment.ProcessorCount))
        {
            List<Task<string>> runs = files.Select(file => Lines(ner, file, free, stop)).ToList();
            foreach (Task<string> run in runs)
            {
                try
                {
                    Console.Write(run.GetAwaiter().GetResult());
                    Console.Error.WriteLine(++done + " of " + files.Length);
                }
                catch (OperationCanceledException)
                {
                    // The others end by the same request; the model must outlive none of them.
                }
            }
        }
        return done == files.Length ? 0 : 130;
    }

    private static async Task<string> Lines(Ner ner, string file, SemaphoreSlim free, CancellationToken stop)
    {
        await free.WaitAsync(stop);
        try
        {
            string note = File.ReadAllText(file, Encoding.UTF8);
            StringBuilder lines = new StringBuilder();
            foreach (Entity entity in await ner.RunAsync(note, null, stop))
                lines.Append(Path.GetFileName(file)).Append('\t').Append(entity.Start).Append('\t').Append(entity.End)
                    .Append('\t').Append(entity.Label).Append('\t').Append(entity.TextIn(note)).Append('\n');
            return lines.ToString();
        }
        finally
        {
            free.Release();
        }
    }
}
