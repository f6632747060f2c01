using System;
using System.Collections.Generic;
using System.Linq;

namespace Cajal.Tests
{
    /// <summary>Targets, joint fillings, filled texts, text after masks, perplexity.</summary>
    internal static class FillMaskTests
    {
        private const string Antecedent = "El único antecedente 😀 personal a reseñar era la <mask> arterial.";
        private const string Two = "El <mask> presenta <mask> aguda.";

        private static FillMaskResult Run(string text, FillMaskOptions options)
        {
            using (FillMask fill = new FillMask(Models.Mini))
                return fill.Run(text, options);
        }

        [Test]
        public static void What_became_of_each_target_is_told_in_the_order_given()
        {
            string tooLong = string.Concat(Enumerable.Repeat("neumonía ", 600));
            string[] words = { "neumonía", " neumonía ", "", "insuficiencia respiratoria", tooLong, "" };
            Mask mask = Run("Ingresa por una <mask> grave.", new FillMaskOptions { Targets = words })[0];
            Check.Equal("Scored Duplicate Empty Scored TooLong Empty",
                string.Join(" ", mask.Targets.Select(target => target.Status)), "statuses");
            Check.Equal(mask.Targets[0].PredictionIndex, mask.Targets[1].PredictionIndex, "a duplicate's prediction");
            Check.That(mask.Targets.Where(target => target.Status >= TargetStatus.Unknown)
                .All(target => target.PredictionIndex == null), "a target that was not scored has a prediction");
            Check.Equal(2, mask.Predictions.Count, "predictions");
            Prediction several = mask.Predictions[mask.Targets[3].PredictionIndex.Value];
            Check.Equal("insuficiencia respiratoria", several.Text, "text");
            Check.That(several.TokenIds.Count >= 2 && several.TokenIds[0] == several.TokenId, "tokens");
            Check.Near(several.LogScore, Math.Log(several.Score), 1e-5, "logarithm");
        }

        [Test]
        public static void A_target_of_one_token_has_the_score_of_the_list_at_every_mask()
        {
            FillMaskResult list = Run(Two, null);
            string[] words = list.SelectMany(mask => mask.Predictions).Select(one => one.Text).ToArray();
            FillMaskResult scored = Run(Two, new FillMaskOptions { Targets = words });
            for (int mask = 0; mask < 2; mask++)
                foreach (Prediction listed in list[mask].Predictions)
                {
                    Prediction target = scored[mask].Predictions.Single(one => one.Text == listed.Text);
                    Check.Equal(listed.TokenId, target.TokenIds.Single(), "token");
                    Check.Near(listed.LogScore, target.LogScore, 1e-4, "score of " + listed.Text);
                    Check.That(scored[mask].Predictions[scored[mask].Targets[Array.IndexOf(words, listed.Text)]
                        .PredictionIndex.Value] == target, "place of " + listed.Text);
                }
        }

        [Test]
        public static void Targets_that_are_no_lines_are_refused()
        {
            Check.Throws<ArgumentException>(() => new FillMaskOptions { Targets = new[] { "dos\nlíneas" } });
            Check.Throws<ArgumentException>(() => new FillMaskOptions { Targets = new[] { "dos\rlíneas" } });
            Check.Throws<ArgumentException>(() => new ParityFillMaskOptions { Targets = new string[] { null } });
            Check.Fails(CajalErrorCode.InvalidOption, () => Run(Two, new FillMaskOptions { Targets = new string[0] }));
            Check.Fails(CajalErrorCode.InvalidOption,
                () => Run(Two, new FillMaskOptions { Targets = new[] { "tos" }, BeamWidth = 8 }));
            Check.Fails(CajalErrorCode.InvalidOption, () => Run(Two, new FillMaskOptions { BeamWidth = 0 }));
            FillMaskOptions unset = new FillMaskOptions { Targets = new[] { "tos" } };
            unset.Targets = null;
            Check.Equal(5, Run(Two, unset)[0].Predictions.Count, "predictions without targets");
        }

        [Test]
        public static void Joint_fillings_are_products_over_all_masks_and_stand_in_the_text_as_one()
        {
            FillMaskResult result = Run(Two, new FillMaskOptions { BeamWidth = 8, TopK = 3 });
            Check.Equal(3, result.Fillings.Count, "fillings");
            for (int index = 0; index < 3; index++)
            {
                Filling filling = result.Fillings[index];
                Check.Equal(2, filling.Predictions.Count, "predictions");
                Check.Near(filling.Predictions.Sum(one => one.LogScore), filling.LogScore, 1e-6, "logarithm");
                Check.Near(Math.Exp(filling.LogScore), filling.Score, 1e-6, "score");
                Check.That(index == 0 || filling.LogScore <= result.Fillings[index - 1].LogScore, "order");
                string[] words = filling.Predictions.Select(one => one.Text).ToArray();
                FilledText filled = result.FilledTogether(index);
                Check.Equal("El " + words[0] + " presenta " + words[1] + " aguda.", filled.Text, "text");
                Check.Equal(string.Join(" ", words),
                    string.Join(" ", filled.Insertions.Select(place => place.In(filled.Text))), "insertions");
            }
            // The first mask of a filling is scored as alone; with it in place, the second as a text of its own.
            Prediction first = result.Fillings[0].Predictions[0], second = result.Fillings[0].Predictions[1];
            Check.Near(Score(Two, 0, first.Text), first.LogScore, 1e-4, "first factor");
            Check.Near(Score("El " + first.Text + " presenta <mask> aguda.", 0, second.Text), second.LogScore, 1e-4, "second");
            Check.Equal(0, Run(Two, null).Fillings.Count, "fillings that were not asked for");
        }

        private static double Score(string text, int mask, string word)
        {
            return Run(text, new FillMaskOptions { Targets = new[] { word } })[mask].Predictions[0].LogScore;
        }

        [Test]
        public static void The_filled_text_is_the_caller_s_own_with_the_word_put_in()
        {
            FillMaskResult result = Run(Antecedent + "\r\n\0<s>", null);
            for (int index = 0; index < 5; index++)
            {
                string word = result[0].Predictions[index].Text;
                FilledText filled = result.Filled(0, index);
                Check.Equal((Antecedent + "\r\n\0<s>").Replace("<mask>", word), filled.Text, "text");
                Check.Equal(word, filled.Insertions.Single().In(filled.Text), "insertion");
            }
            Check.Equal("La hipertensión y la <mask>.", Run("La <mask> y la <mask>.",
                new FillMaskOptions { Targets = new[] { "hipertensión" } }).Filled(0, 0).Text, "other masks stay");
        }

        [Test]
        public static void Half_a_surrogate_pair_becomes_U_FFFD_in_the_filled_text()
        {
            const string text = "\ud83d El <mask> niega fiebre.\udc00";
            FillMaskResult result = Run(text, null);
            Check.Equal("[5, 11)", result[0].Offsets.Utf16.ToString(), "place of the mask");
            FilledText filled = result.Filled(0, 0);
            Check.Equal(text.Replace("<mask>", result[0].Predictions[0].Text).Replace('\ud83d', '\ufffd')
                .Replace('\udc00', '\ufffd'), filled.Text, "text");
            Check.Equal(5L, filled.Insertions[0].Utf16.Start, "place of the word");
        }

        [Test]
        public static void What_cannot_be_filled_is_refused()
        {
            FillMaskResult result = Run(Antecedent, null);
            Check.Throws<ArgumentOutOfRangeException>(() => result.Filled(1, 0));
            Check.Throws<ArgumentOutOfRangeException>(() => result.Filled(0, 5));
            Check.Throws<ArgumentOutOfRangeException>(() => result.Filled(-1, 0));
            Check.Throws<ArgumentOutOfRangeException>(() => result.FilledTogether(0));
            result.Dispose();
            result.Dispose();
            Check.Throws<ObjectDisposedException>(() => result.Filled(0, 0));
            Check.Equal("hipertensión", result[0].Predictions[0].Text, "values stay");
        }

        [Test]
        public static void Text_after_a_mask_may_be_read_as_it_is_written()
        {
            const string glued = "No se detectan alteraciones <mask>, ni fracturas.";
            const string spaced = "No se detectan alteraciones <mask> , ni fracturas.";
            Check.Near(0, Difference(glued, spaced, null), 1e-5, "as the tokenizer reads it");
            Check.Near(0, Difference(glued, spaced, AfterMask.Tokenizer), 1e-5, "as the tokenizer reads it");
            Check.That(Difference(glued, spaced, AfterMask.Text) > 1e-3, "as it is written");
        }

        private static double Difference(string one, string other, AfterMask? afterMask)
        {
            FillMaskOptions options = new FillMaskOptions { AfterMask = afterMask };
            return Math.Abs(Run(one, options)[0].Predictions[0].LogScore - Run(other, options)[0].Predictions[0].LogScore);
        }

        [Test]
        public static void A_text_without_tokens_has_no_perplexity()
        {
            using (FillMask fill = new FillMask(Models.Mini))
            {
                Check.Fails(CajalErrorCode.InvalidArgument, () => fill.Perplexity(""));
                Perplexity one = fill.PerplexityAsync("Dolor torácico <mask>.").Result;
                Check.Near(Math.Exp(-one.LogLikelihood / one.Tokens), one.Value, 1e-9, "value");
                Check.Fails(CajalErrorCode.UnknownOption, () =>
                {
                    PerplexityOptions options = new PerplexityOptions();
                    options.Set("top_k", "5");
                    fill.Perplexity("Dolor.", options);
                });
            }
        }
    }
}
