using System;
using System.Collections.Generic;
using System.Linq;

namespace Cajal.Tests
{
    /// <summary>
    /// The golden files of tests/data/golden, made with transformers and shared with the Rust suite, as far as they are about
    /// models of the repository; the Rust suite makes the random ones.
    /// </summary>
    internal static class SharedGoldenTests
    {
        private const double Tolerance = 1e-4;

        private static Json Golden(string name)
        {
            return Json.ReadFile(Models.Folder("tests/data/golden/" + name + ".json"));
        }

        /// <summary>The cases that name a model of the repository.</summary>
        private static List<Json> OfShippedModels(Json golden, string cases)
        {
            IEnumerable<string> shipped =
                golden["models"].Items.Where(model => model["checkpoint"].IsNull).Select(model => model["name"].Text);
            HashSet<string> names = new HashSet<string>(shipped);
            return golden[cases].Items.FindAll(one => names.Contains(one["model"].Text));
        }

        [Test]
        public static void Inputs_on_which_pipelines_fail_are_answered_right()
        {
            Json golden = Golden("ner-cases");
            Check.Equal(12, golden["cases"].Items.Count, "cases");
            using (Ner ner = new Ner(Models.Of(golden["model"].Text)))
                foreach (Json one in golden["cases"].Items)
                    CheckStrict(ner, one);
        }

        private static void CheckStrict(Ner ner, Json one)
        {
            NerOptions options = new NerOptions {
                WindowTokens = one["options"]["window_tokens"].Whole, OverlapTokens = one["options"]["overlap_tokens"].Whole };
            NerResult result = ner.Run(one["text"].Text, options);
            string name = one["title"].Text;
            Check.Equal(one["words"].Whole.Value, result.Words, name + ": words");
            Check.Equal(one["strict"].Items.Count, result.Count, name + ": entities");
            for (int index = 0; index < result.Count; index++)
            {
                TextOffsets offsets = result[index].Offsets;
                string[] found = { result[index].Label, offsets.Utf8.ToString(), offsets.Utf16.ToString(),
                    offsets.CodePoints.ToString() };
                Json expected = one["strict"][index];
                string[] wanted = { expected[0].Text, Span(expected, 1), Span(expected, 3), Span(expected, 5) };
                Check.Equal(string.Join(" ", wanted), string.Join(" ", found), name);
                Check.That(result[index].Score > 0.999, name + ": score");
            }
        }

        private static string Span(Json row, int first)
        {
            return "[" + row[first].Whole + ", " + row[first + 1].Whole + ")";
        }

        [Test]
        public static void Parity_mode_of_entities_answers_as_transformers()
        {
            int runs = 0;
            List<Json> documents = OfShippedModels(Golden("ner-parity"), "documents");
            Check.Equal(63, documents.Count, "documents");
            foreach (Json document in documents)
                using (ParityNer ner = new ParityNer(Models.Of("models/" + document["model"].Text)))
                    foreach (Json run in document["runs"].Items)
                    {
                        ParityNerResult result = CheckParity(ner, document["text"].Text, run);
                        Check.Equal(run["windows"].Whole.Value, result.Windows, "windows");
                        CheckUnread(result, run["cut"], document["text"].Text);
                        runs++;
                    }
            Json cases = Golden("ner-cases");
            using (ParityNer ner = new ParityNer(Models.Of(cases["model"].Text)))
                foreach (Json one in cases["cases"].Items)
                    one["parity"].Items.ForEach(run => CheckParity(ner, one["text"].Text, run));
            Check.That(runs > 100, runs + " runs");
        }

        private static ParityNerResult CheckParity(ParityNer ner, string text, Json run)
        {
            ParityNerOptions options = new ParityNerOptions {
                Aggregation = (Aggregation)Enum.Parse(typeof(Aggregation), run["aggregation"].Text, true),
                Stride = run["stride"].Whole, WindowTokens = run["window_tokens"].Whole,
                IgnoreLabels = run["ignore_labels"].Texts };
            ParityNerResult result = ner.Run(text, options);
            Check.Equal(run["found"].Items.Count, result.Count, "entities with " + options.Aggregation);
            for (int index = 0; index < result.Count; index++)
            {
                Json expected = run["found"][index];
                ParityEntity found = result[index];
                Check.Equal(expected[0].Text, found.Label, "label");
                Check.Near(expected[1].Number, found.Score, Tolerance, "score");
                Check.Equal(expected[2].Text, found.Word, "word");
                Check.Equal(expected[3].Whole, found.TokenIndex, "index");
                Check.Equal(Span(expected, 4), found.Offsets.CodePoints.ToString(), "span");
            }
            return result;
        }

        // transformers tells the last character that was read and the first that was not.
        private static void CheckUnread(ParityNerResult result, Json cut, string text)
        {
            Check.Equal(cut.IsNull, !result.Unread.HasValue, "whether the text was cut off");
            if (cut.IsNull)
                return;
            TextOffsets unread = result.Unread.Value;
            Check.That(unread.CodePoints.Start >= cut[0].Whole &&
                unread.CodePoints.Start <= Math.Max(cut[0].Whole.Value, cut[1].Whole.Value), "start of what was not read");
            Check.Equal((long)text.Length, unread.Utf16.End, "end of what was not read");
        }

        [Test]
        public static void Parity_mode_of_masks_answers_as_transformers()
        {
            List<Json> calls = OfShippedModels(Golden("fill-mask-parity"), "calls");
            Check.Equal(81, calls.Count, "calls");
            using (ParityFillMask fill = new ParityFillMask(Models.Mini))
                calls.ForEach(call => CheckFill(fill, call));
        }

        private static void CheckFill(ParityFillMask fill, Json call)
        {
            ParityFillMaskOptions options = new ParityFillMaskOptions { TopK = call["top_k"].Whole, Targets = call["targets"].Texts };
            if (!call["error"].IsNull)
            {
                Check.Fails(CodeOf(call["error"].Text), () => fill.Run(call["text"].Text, options));
                return;
            }
            ParityFillMaskResult result = fill.Run(call["text"].Text, options);
            Check.Equal(call["masks"].Items.Count, result.Count, "masks");
            for (int mask = 0; mask < result.Count; mask++)
            {
                Check.Equal("<mask>", result[mask].Offsets.In(call["text"].Text), "mask");
                IReadOnlyList<ParityPrediction> found = result[mask].Predictions;
                Check.Equal(call["masks"][mask].Items.Count, found.Count, "predictions");
                for (int index = 0; index < found.Count; index++)
                {
                    Json expected = call["masks"][mask][index];
                    Check.Equal((long)expected[0].Number, found[index].TokenId, "token");
                    Check.Near(expected[1].Number, found[index].Score, Tolerance, "score");
                    Check.Equal(expected[2].Text, found[index].TokenString, "token string");
                    Check.Equal(expected[3].Text, found[index].Sequence, "sequence");
                }
            }
        }

        private static CajalErrorCode CodeOf(string error)
        {
            return error == "mask" ? CajalErrorCode.MaskMissing
                : error == "length" ? CajalErrorCode.InvalidArgument : CajalErrorCode.InvalidOption;
        }

        [Test]
        public static void Perplexities_are_those_of_transformers()
        {
            List<Json> texts = OfShippedModels(Golden("perplexity"), "texts");
            Check.Equal(18, texts.Count, "texts");
            using (FillMask fill = new FillMask(Models.Mini))
                foreach (Json one in texts)
                {
                    PerplexityOptions options = new PerplexityOptions { WindowTokens = one["window_tokens"].Whole };
                    Perplexity found = fill.Perplexity(one["text"].Text, options);
                    double tokens = one["tokens"].Number, expected = one["log_likelihood"].Number;
                    Check.Equal((long)tokens, found.Tokens, "tokens");
                    Check.Near(expected / tokens, found.LogLikelihood / tokens, 1e-5, "mean of logarithms");
                    Check.Near(1, found.Value / Math.Exp(-expected / tokens), 1e-5, "perplexity");
                }
        }
    }
}
