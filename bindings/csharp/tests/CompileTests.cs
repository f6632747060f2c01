using System;
using System.IO;

namespace Cajal.Tests
{
    /// <summary>Compiled folders: they answer as their sources do, and what cannot be compiled is told.</summary>
    internal static class CompileTests
    {
        [Test]
        public static void A_compiled_folder_is_verified_and_answers_as_its_source_does()
        {
            InFolder(folder =>
            {
                string target = Path.Combine(folder, "compilado, a\u00f1o 1");
                Model.Compile(Models.PharmaconerFolder, target, new CompileOptions { Precision = "int8", Threads = 1 });
                string found = Lines(target, new ModelOptions { Verify = Verification.Strict });
                Check.Equal(Lines(Models.PharmaconerFolder, new ModelOptions { Precision = "int8" }), found, "answer");
                using (Model model = Model.Load(target))
                    Check.Equal("compiled int8", model.Info.Format + " " + model.Info.Precision, "facts");
            });
        }

        [Test]
        public static void A_folder_is_compiled_for_f32_if_nothing_is_said()
        {
            InFolder(folder =>
            {
                Model.Compile(Models.PharmaconerFolder, folder);
                Check.Equal(Lines(Models.PharmaconerFolder, null), Lines(folder, null), "answer");
            });
        }

        [Test]
        public static void A_folder_that_is_not_empty_is_left_as_it_is()
        {
            InFolder(folder =>
            {
                string note = Path.Combine(folder, "note.txt");
                File.WriteAllText(note, "mine");
                Check.Fails(CajalErrorCode.Io, () => Model.Compile(Models.PharmaconerFolder, folder));
                Check.Equal("mine", File.ReadAllText(note), "what was there");
            });
        }

        [Test]
        public static void What_a_folder_cannot_be_compiled_for_is_told()
        {
            InFolder(folder =>
            {
                string target = Path.Combine(folder, "compiled");
                foreach (string precision in new[] { "bf16", "auto", "int4" })
                    Check.Fails(CajalErrorCode.InvalidOption, () => Model.Compile(
                        Models.PharmaconerFolder, target, new CompileOptions { Precision = precision }));
                Check.Fails(CajalErrorCode.ModelNotFound, () => Model.Compile(Path.Combine(folder, "nowhere"), target));
                Check.Throws<ArgumentNullException>(() => Model.Compile(Models.PharmaconerFolder, null));
                Check.Equal(0, Directory.GetFileSystemEntries(folder).Length, "files written");
            });
        }

        // A folder of its own, gone afterwards.
        private static void InFolder(Action<string> test)
        {
            string folder = Path.Combine(Path.GetTempPath(), "cajal-test-" + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(folder);
            try
            {
                test(folder);
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        }

        private static string Lines(string folder, ModelOptions options)
        {
            using (Ner ner = Ner.Load(folder, options))
            using (NerResult result = ner.Run(Models.Example))
            {
                Check.Equal(4, result.Count, "entities");
                return Models.Lines(result);
            }
        }
    }
}
