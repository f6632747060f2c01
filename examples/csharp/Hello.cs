using System;
using Cajal;

internal static class Hello
{
    private static void Main()
    {
        const string note = "Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.";
        using (var ner = Ner.Load("models/clinical-es-mini-pharmaconer"))
            foreach (var entity in ner.Run(note))
                Console.WriteLine($"{entity.Start}..{entity.End} {entity.Label} {entity.TextIn(note)}");
    }
}
