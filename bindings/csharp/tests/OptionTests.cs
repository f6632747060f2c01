using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Cajal.Tests
{
    /// <summary>Each option does what it says; several models; parts of a text.</summary>
    internal static class OptionTests
    {
        [Test]
        public static void Labels_and_threshold_select_entities()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                Check.Equal(4, ner.Run(Models.Example).Count, "all");
                NerResult proteins = ner.Run(Models.Example, new NerOptions { Labels = new[] { "PROTEINAS" } });
                Check.Equal(1, proteins.Count, "proteins");
                Check.Equal("PTH", proteins[0].TextIn(Models.Example), "protein");
                Check.Equal(0, ner.Run(Models.Example, new NerOptions { Threshold = 1.0 }).Count, "certain ones");
            }
        }

        [Test]
        public static void A_shorter_window_makes_more_windows()
        {
            string text = string.Concat(System.Linq.Enumerable.Repeat(Models.Example + "\n", 10));
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                NerResult usual = ner.Run(text);
                NerResult small = ner.Run(text, new NerOptions { WindowTokens = 30, OverlapTokens = 5 });
                Check.That(small.Windows > usual.Windows, small.Windows + " windows, not " + usual.Windows);
                Check.Equal(usual.Words, small.Words, "words");
                Check.Equal(0L, usual.ShortenedWords, "shortened words");
            }
        }

        [Test]
        public static void Top_k_and_threads_are_taken()
        {
            using (FillMask fill = new FillMask(Models.Mini))
                Check.Equal(2, fill.Run("El <mask>.", new FillMaskOptions { TopK = 2 })[0].Predictions.Count, "predictions");
            using (Model model = Model.Load(Models.PharmaconerFolder, new ModelOptions { Threads = 3, RunThreads = 2 }))
                Check.Equal("3 2", model.Info.Threads + " " + model.Info.RunThreads, "threads");
        }

        [Test]
        public static void Provider_precision_and_verification_are_taken()
        {
            ModelInfo info = Models.Pharmaconer.Info;
            Check.Equal("cpu cpu f32", string.Join(" ", info.Provider, info.ProviderAsked, info.Precision), "defaults");
            Check.That(info.Nodes.Count == 1 && info.Nodes[0].StartsWith("CPUExecutionProvider: "), "nodes");
            ModelOptions options = new ModelOptions {
                Provider = "cpu", Precision = "int8", Verify = Verification.Sizes };
            using (Model model = Model.Load(Models.PharmaconerFolder, options))
                Check.Equal("int8", model.Info.Precision, "precision");
            // The folder was not compiled: there are no hashes to verify.
            options.Verify = Verification.Strict;
            Check.Fails(CajalErrorCode.InvalidOption, () => Model.Load(Models.PharmaconerFolder, options));
            foreach (ModelOptions bad in new[] {
                new ModelOptions { Provider = "gpu" }, new ModelOptions { Precision = "int4" },
                new ModelOptions { Verify = (Verification)17 } })
                Check.Fails(CajalErrorCode.InvalidOption, () => Model.Load(Models.PharmaconerFolder, bad));
        }

        [Test]
        public static void Every_class_has_a_property_for_each_option_of_its_call_and_no_other()
        {
            Dictionary<Type, string> calls = new Dictionary<Type, string> {
                { typeof(ModelOptions), "cajal_model_load" }, { typeof(CompileOptions), "cajal_model_compile" },
                { typeof(NerOptions), "cajal_ner_run" }, { typeof(ParityNerOptions), "cajal_ner_parity_run" },
                { typeof(FillMaskOptions), "cajal_fill_mask_run" }, { typeof(PerplexityOptions), "cajal_fill_mask_perplexity" },
                { typeof(ParityFillMaskOptions), "cajal_fill_mask_parity_run" },
                { typeof(ClassifierOptions), "cajal_classifier_run" }, { typeof(DeidentifyOptions), "cajal_deidentify_run" } };
            foreach (Type type in typeof(CajalOptions).Assembly.GetTypes())
                if (type.IsSubclassOf(typeof(CajalOptions)) && !type.IsAbstract)
                    Check.Equal(string.Join(" ", KeysOf(calls[type])), string.Join(" ", KeysSetBy(type)), type.Name);
            SortedSet<string> all = new SortedSet<string>();
            foreach (string call in calls.Values)
                all.UnionWith(KeysOf(call));
            Check.Equal(string.Join(" ", KeysOf(null)), string.Join(" ", all), "options of all calls");
        }

        // The keys of a call in the header's table; of all calls for null.
        private static SortedSet<string> KeysOf(string call)
        {
            SortedSet<string> keys = new SortedSet<string>();
            bool isRun = call != null && call != "cajal_deidentify_run" && !call.StartsWith("cajal_model_");
            string header = System.IO.File.ReadAllText(Models.Folder("include/cajal.h"));
            foreach (Match row in Regex.Matches(header, @"^ \* \| (\w+) \| ((?:every run of a model|cajal_)[\w, ]*) \|", RegexOptions.Multiline))
            {
                string[] takers = row.Groups[2].Value.Split(new[] { ", " }, StringSplitOptions.None);
                if (call == null || Array.IndexOf(takers, isRun && takers[0] == "every run of a model" ? "every run of a model" : call) >= 0)
                    keys.Add(row.Groups[1].Value);
            }
            Check.That(keys.Count > 0, "the table was read");
            return keys;
        }

        private static SortedSet<string> KeysSetBy(Type type)
        {
            CajalOptions options = (CajalOptions)Activator.CreateInstance(type);
            foreach (PropertyInfo property in type.GetProperties())
                if (property.CanWrite && property.PropertyType != typeof(IProgress<RunProgress>))
                    property.SetValue(options, Sample(property.PropertyType), null);
            return new SortedSet<string>(options.Keys);
        }

        private static object Sample(Type type)
        {
            if (type == typeof(string))
                return "1";
            if (type == typeof(IReadOnlyList<string>))
                return new[] { "1" };
            return Activator.CreateInstance(Nullable.GetUnderlyingType(type) ?? type);
        }

        [Test]
        public static void Several_models_answer_together()
        {
            const string text = "Carcinoma ductal infiltrante; calcio normal.";
            using (Ner ner = new Ner(Models.Pharmaconer, Models.Of("models/clinical-es-mini-cantemist")))
            {
                HashSet<int> models = new HashSet<int>();
                foreach (Entity entity in ner.Run(text))
                    models.Add(entity.ModelIndex);
                Check.Equal(2, models.Count, "models that found something");
            }
        }

#if CAJAL_SPAN
        [Test]
        public static void A_span_gives_the_answer_of_its_text()
        {
            string larger = "xx" + Models.Example + "yy";
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                System.ReadOnlySpan<char> part = System.MemoryExtensions.AsSpan(larger, 2, Models.Example.Length);
                Check.Equal(Models.Lines(ner.Run(Models.Example)), Models.Lines(ner.Run(part)), "answer");
                Check.Equal(0, ner.Run(System.ReadOnlySpan<char>.Empty).Count, "entities of nothing");
            }
        }
#endif
    }
}
