using System;
using System.Collections.Generic;
using System.IO;

namespace Cajal.Tests
{
    /// <summary>Bad models, bad arguments, bad texts: the code, a message, and never the text.</summary>
    internal static class ErrorTests
    {
        private const string Secret = "Quevedo Villegas";

        [Test]
        public static void A_folder_that_is_not_there_is_named_in_the_message()
        {
            CajalException e = Check.Fails(
                CajalErrorCode.ModelNotFound, () => Model.Load(Models.Folder("models/señor-niño")));
            Check.That(e.Message.Contains("señor-niño"), e.Message);
        }

        [Test]
        public static void A_model_without_weights_or_with_half_of_them_is_refused()
        {
            string folder = Path.Combine(Path.GetTempPath(), "cajal-" + Guid.NewGuid());
            Directory.CreateDirectory(folder);
            try
            {
                Check.Fails(CajalErrorCode.ConfigMissing, () => Model.Load(folder));
                foreach (string file in Directory.GetFiles(Models.PharmaconerFolder, "*.json"))
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
                Check.Fails(CajalErrorCode.WeightsMissing, () => Model.Load(folder));
                byte[] weights = File.ReadAllBytes(Path.Combine(Models.PharmaconerFolder, "model.safetensors"));
                Array.Resize(ref weights, weights.Length / 2);
                File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), weights);
                Check.Fails(CajalErrorCode.WeightsInvalid, () => Model.Load(folder));
                File.WriteAllText(Path.Combine(folder, "config.json"), "{ \"model_type\": ");
                Check.Fails(CajalErrorCode.ConfigInvalid, () => Model.Load(folder));
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        }

        [Test]
        public static void The_task_of_another_head_is_refused()
        {
            using (Ner ner = new Ner(Models.Mini))
                Check.Fails(CajalErrorCode.TaskMismatch, () => ner.Run(Secret));
            using (FillMask fill = new FillMask(Models.Pharmaconer))
                Check.Fails(CajalErrorCode.TaskMismatch, () => fill.Run("<mask>"));
            using (Classifier classifier = new Classifier(Models.Mini))
                Check.Fails(CajalErrorCode.TaskMismatch, () => classifier.Run(Secret));
        }

        [Test]
        public static void Options_are_refused_with_what_is_valid()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                Check.Fails(CajalErrorCode.InvalidOption, () => ner.Run("", new NerOptions { Threshold = 1.5 }));
                Check.Fails(CajalErrorCode.InvalidOption, () => ner.Run("", new NerOptions { WindowTokens = 0 }));
                NerOptions unknown = new NerOptions();
                unknown.Set("windows", "3");
                CajalException e = Check.Fails(CajalErrorCode.UnknownOption, () => ner.Run("", unknown));
                Check.That(e.Message.Contains("window_tokens"), e.Message);
                NerOptions foreign = new NerOptions();
                foreign.Set("top_k", "3");
                Check.Fails(CajalErrorCode.UnknownOption, () => ner.Run("", foreign));
                foreign.Set("top_k", null);
                Check.Equal(0, ner.Run("", foreign).Count, "entities after the option was taken back");
            }
        }

        [Test]
        public static void Arguments_that_cannot_be_are_refused_before_the_library_sees_them()
        {
            Check.Throws<ArgumentNullException>(() => Model.Load(null));
            Check.Throws<ArgumentException>(() => new Ner());
            Check.Throws<ArgumentException>(() => new Ner(Models.Pharmaconer, null));
            Check.Throws<ArgumentNullException>(() => new FillMask(null));
            Check.Throws<ArgumentException>(() => new NerOptions { Labels = new[] { "PROTEINAS,NORMALIZABLES" } });
            Check.Throws<ArgumentException>(() => new ParityNerOptions { IgnoreLabels = new string[] { null } });
            Check.Throws<ArgumentOutOfRangeException>(() => new NerOptions { Timeout = TimeSpan.FromSeconds(-1) });
            using (Ner ner = new Ner(Models.Pharmaconer))
                Check.Throws<ArgumentNullException>(() => ner.Run((string)null));
        }

        [Test]
        public static void A_name_that_UTF_8_cannot_say_is_refused_without_being_shown()
        {
            const string half = "Quevedo\ud83d";
            NerOptions odd = new NerOptions { Labels = new[] { half } };
            List<CajalException> errors = new List<CajalException>();
            errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => Model.Load(half)));
            errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => Model.Compile(Models.PharmaconerFolder, half)));
            errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => CajalLibrary.LoadRuntime(half)));
            errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => CajalLibrary.HasFeature(half)));
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (NerResult result = ner.Run(Models.Example))
            using (Export export = new Export(ExportFormat.Json))
            {
                errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => export.Add(half, Models.Example, result)));
                errors.Add(Check.Fails(CajalErrorCode.InvalidUtf8, () => ner.Run("", odd)));
            }
            foreach (Exception e in errors)
                Check.That(!e.ToString().Contains("Quevedo") && !e.ToString().ToLowerInvariant().Contains("d83d"), e.ToString());
        }

        [Test]
        public static void No_error_holds_text_of_the_document()
        {
            string text = Secret + " toma calcio.";
            List<Exception> errors = new List<Exception>();
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (Ner wrong = new Ner(Models.Mini))
            using (FillMask fill = new FillMask(Models.Mini))
            {
                NerOptions late = new NerOptions { Timeout = TimeSpan.Zero };
                errors.Add(Check.Fails(CajalErrorCode.DeadlineExceeded, () => ner.Run(text, late)));
                errors.Add(Check.Fails(CajalErrorCode.TaskMismatch, () => wrong.Run(text)));
                errors.Add(Check.Fails(CajalErrorCode.MaskMissing, () => fill.Run(text)));
                errors.Add(Check.Fails(CajalErrorCode.MaskForeign, () => fill.Run(text + " [MASK]")));
                errors.Add(Check.Fails(
                    CajalErrorCode.InvalidOption, () => fill.Run(text + " <mask>", new FillMaskOptions { TopK = -1 })));
            }
            foreach (Exception e in errors)
                foreach (string word in text.Split(' '))
                    Check.That(!e.ToString().Contains(word), "an error holds a word of the text");
        }

        [Test]
        public static void The_cause_s_own_code_comes_with_the_error()
        {
            string folder = Path.Combine(Path.GetTempPath(), "cajal-" + Guid.NewGuid());
            Directory.CreateDirectory(folder);
            try
            {
                foreach (string file in Directory.GetFiles(Models.PharmaconerFolder, "*.json"))
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
                File.WriteAllText(Path.Combine(folder, "model.onnx"), "This is no protocol buffer.");
                CajalException e = Check.Fails(CajalErrorCode.WeightsInvalid, () => Model.Load(folder));
                // ORT_INVALID_PROTOBUF of onnxruntime_c_api.h.
                Check.Equal(7, e.CauseCode, "cause");
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        }
    }
}
