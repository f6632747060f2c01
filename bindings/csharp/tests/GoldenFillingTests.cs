using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Cajal.Tests
{
    /// <summary>
    /// Targets and joint fillings of tests/data/bindings/calls.tsv, counted out apart from this library: see
    /// tests/golden/make_calls.py. What else is in that file is in <see cref="SharedGoldenTests"/>, with every run.
    /// </summary>
    internal static class GoldenFillingTests
    {
        private const double Tolerance = 1e-4;

        /// <summary>The cases of a kind: the fields of the case, then those of its answers.</summary>
        private static List<List<string[]>> Cases(string kind, string answer)
        {
            List<List<string[]>> cases = new List<List<string[]>>();
            foreach (string line in File.ReadAllLines(Models.Folder("tests/data/bindings/calls.tsv")))
            {
                string[] fields = line.Split('\t');
                if (fields[0] == kind)
                    cases.Add(new List<string[]>());
                if (fields[0] == kind || fields[0] == answer)
                    cases[cases.Count - 1].Add(Array.ConvertAll(fields, GoldenTests.Unescape));
            }
            return cases;
        }

        private static double Number(string text)
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        [Test]
        public static void Every_golden_target_has_its_score_and_tokens()
        {
            List<List<string[]>> cases = Cases("targets", "target");
            Check.Equal(2, cases.Count, "cases");
            foreach (List<string[]> one in cases)
            {
                FillMaskOptions options = new FillMaskOptions { Targets = one[0][2].Split('\n') };
                Mask mask = Run(one[0][1], one[0][3], options).Single();
                Check.Equal(one.Count - 1, mask.Targets.Count, "targets");
                for (int index = 1; index < one.Count; index++)
                {
                    Check.Equal(TargetStatus.Scored, mask.Targets[index - 1].Status, "status");
                    Prediction found = mask.Predictions[mask.Targets[index - 1].PredictionIndex.Value];
                    Check.Near(Number(one[index][1]), found.LogScore, Tolerance, "score of " + found.Text);
                    Check.Equal(one[index][2], string.Join(",", found.TokenIds), "tokens of " + found.Text);
                }
            }
        }

        [Test]
        public static void Every_golden_filling_has_its_score_tokens_and_text()
        {
            List<List<string[]>> cases = Cases("fillings", "filling");
            Check.Equal(2, cases.Count, "cases");
            foreach (List<string[]> one in cases)
            {
                FillMaskOptions options = new FillMaskOptions { BeamWidth = int.Parse(one[0][2]), TopK = int.Parse(one[0][3]) };
                FillMaskResult result = Run(one[0][1], one[0][4], options);
                Check.Equal(one.Count - 1, result.Fillings.Count, "fillings");
                for (int index = 1; index < one.Count; index++)
                {
                    Filling found = result.Fillings[index - 1];
                    Check.Near(Number(one[index][1]), found.LogScore, Tolerance, "score");
                    Check.Equal(one[index][2], string.Join(",", found.Predictions.SelectMany(each => each.TokenIds)), "tokens");
                    Check.Equal(one[index][3], result.FilledTogether(index - 1).Text, "text");
                }
            }
        }

        private static FillMaskResult Run(string folder, string text, FillMaskOptions options)
        {
            using (FillMask fill = new FillMask(Models.Of(folder)))
                return fill.Run(text, options);
        }
    }
}
