using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Cajal.Tests
{
    /// <summary>The answers that every language must give: tests/data/bindings/answers.tsv, made with transformers.</summary>
    internal static class GoldenTests
    {
        // ONNX Runtime and torch add in another order.
        private const double Tolerance = 1e-4;

        private sealed class Case
        {
            public string Task;
            public string Folder;
            public int Copies;
            public string Text;
            public readonly List<string[]> Answers = new List<string[]>();

            public string Name
            {
                get { return Task + " " + Folder + " " + Text.Length + " units"; }
            }
        }

        [Test]
        public static void Every_golden_answer_on_entities_is_found()
        {
            Check.Equal(26, Run("ner", CheckEntities), "cases");
        }

        [Test]
        public static void Every_golden_answer_on_masks_is_found()
        {
            Check.Equal(3, Run("fill", CheckMasks), "cases");
        }

        [Test]
        public static void Every_golden_answer_on_labels_of_texts_is_found()
        {
            Check.Equal(3, Run("classify", CheckLabels), "cases");
        }

        private static int Run(string task, Action<Case> check)
        {
            List<Case> cases = Cases().FindAll(one => one.Task == task);
            cases.ForEach(check);
            return cases.Count;
        }

        private static List<Case> Cases()
        {
            List<Case> cases = new List<Case>();
            foreach (string line in File.ReadAllLines(Models.Folder("tests/data/bindings/answers.tsv")))
            {
                string[] fields = line.Split('\t');
                if (fields[0] == "ner" || fields[0] == "fill" || fields[0] == "classify")
                    cases.Add(new Case {
                        Task = fields[0], Folder = fields[1], Copies = int.Parse(fields[2]), Text = Unescape(fields[3]) });
                else if (!line.StartsWith("#"))
                    cases[cases.Count - 1].Answers.Add(fields);
            }
            return cases;
        }

        internal static string Unescape(string text)
        {
            StringBuilder units = new StringBuilder();
            for (int index = 0; index < text.Length; index++)
            {
                bool escaped = text[index] == '\\' && text[index + 1] == 'u';
                units.Append(escaped ? (char)Convert.ToInt32(text.Substring(index + 2, 4), 16) : text[index]);
                index += escaped ? 5 : 0;
            }
            return units.ToString();
        }

        private static void CheckEntities(Case one)
        {
            string text = new StringBuilder().Insert(0, one.Text, one.Copies).ToString();
            NerResult result;
            using (Ner ner = new Ner(Models.Of(one.Folder)))
                result = ner.Run(text);
            Check.Equal(one.Answers.Count * one.Copies, result.Count, one.Name + ": entities");
            long bytes = Encoding.UTF8.GetByteCount(one.Text), units = one.Text.Length, points = CodePoints(one.Text);
            for (int index = 0; index < result.Count; index++)
            {
                string[] answer = one.Answers[index % one.Answers.Count];
                long copy = index / one.Answers.Count;
                Entity entity = result[index];
                Check.Equal(answer[1], entity.Label, one.Name + ": label");
                CheckOffsets(answer, 2, entity.Offsets, new[] { copy * bytes, copy * units, copy * points }, one.Name);
                Check.Equal(text.Substring(entity.Start, entity.End - entity.Start), entity.TextIn(text), "text");
                if (one.Copies == 1)
                    Check.Near(Number(answer[8]), entity.Score, Tolerance, one.Name + ": score");
            }
        }

        private static void CheckOffsets(string[] answer, int first, TextOffsets found, long[] moved, string name)
        {
            TextSpan[] spans = { found.Utf8, found.Utf16, found.CodePoints };
            for (int unit = 0; unit < 3; unit++)
            {
                Check.Equal(long.Parse(answer[first + 2 * unit]) + moved[unit], spans[unit].Start, name + ": start");
                Check.Equal(long.Parse(answer[first + 2 * unit + 1]) + moved[unit], spans[unit].End, name + ": end");
            }
        }

        private static long CodePoints(string text)
        {
            long count = 0;
            for (int index = 0; index < text.Length; index++, count++)
                if (index + 1 < text.Length && char.IsSurrogatePair(text, index))
                    index++;
            return count;
        }

        private static void CheckMasks(Case one)
        {
            FillMaskResult result;
            using (FillMask fill = new FillMask(Models.Of(one.Folder)))
                result = fill.Run(one.Text);
            int mask = -1, rank = 0;
            foreach (string[] answer in one.Answers)
            {
                if (answer[0] == "mask")
                {
                    mask++;
                    rank = 0;
                    CheckOffsets(answer, 1, result[mask].Offsets, new long[3], one.Name);
                    continue;
                }
                Prediction prediction = result[mask].Predictions[rank++];
                Check.Equal(long.Parse(answer[1]), prediction.TokenId, one.Name + ": token");
                Check.Near(Number(answer[2]), prediction.Score, Tolerance, one.Name + ": score");
                Check.Equal(answer[3].Contains("\\") ? Unescape(answer[3]) : answer[3], prediction.Text, "text");
                Check.That(prediction.StartsWord, "each of these candidates starts a word");
            }
            Check.Equal(mask + 1, result.Count, one.Name + ": masks");
        }

        private static void CheckLabels(Case one)
        {
            ClassifierResult result;
            using (Classifier classifier = new Classifier(Models.Of(one.Folder)))
                result = classifier.Run(one.Text);
            Check.Equal(one.Answers.Count, result.Count, one.Name + ": labels");
            for (int index = 0; index < result.Count; index++)
            {
                Check.Equal(Unescape(one.Answers[index][1]), result[index].Label, one.Name + ": label");
                Check.Near(Number(one.Answers[index][2]), result[index].Score, Tolerance, one.Name + ": score");
            }
        }

        private static double Number(string text)
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }
    }
}
