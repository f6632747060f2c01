using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using Cajal;

/// <summary>One contender of scripts/bench.sh: this library from C#. Arguments: the model's folder.</summary>
internal static class CajalWorker
{
    private static readonly Stream Input = new BufferedStream(Console.OpenStandardInput());

    private static void Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Stopwatch clock = Stopwatch.StartNew();
        using (Ner ner = Ner.Load(arguments[0]))
        {
            Console.WriteLine(clock.Elapsed.TotalMilliseconds);
            for (string line = Line(); line.Length > 0; line = Line())
            {
                List<string> texts = Read(int.Parse(line.Split(' ')[1]));
                clock.Restart();
                int found = Found(ner, texts);
                Console.WriteLine(clock.Elapsed.TotalMilliseconds + " " + found);
            }
        }
    }

    private static int Found(Ner ner, List<string> texts)
    {
        int found = 0;
        using (Batch<NerResult> batch = ner.RunBatch(texts))
            foreach (BatchAnswer<NerResult> answer in batch)
                found += answer.Result.Count;
        return found;
    }

    private static List<string> Read(int count)
    {
        List<string> texts = new List<string>();
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = new byte[int.Parse(Line())];
            for (int done = 0; done < bytes.Length;)
                done += Input.Read(bytes, done, bytes.Length - done);
            texts.Add(Encoding.UTF8.GetString(bytes));
        }
        return texts;
    }

    private static string Line()
    {
        StringBuilder line = new StringBuilder();
        for (int next = Input.ReadByte(); next >= 0 && next != '\n'; next = Input.ReadByte())
            line.Append((char)next);
        return line.ToString();
    }
}
