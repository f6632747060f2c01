using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Cajal.Tests
{
    /// <summary>The declarations against the header and the C compiler; versions; facts.</summary>
    internal static class LibraryTests
    {
        // .NET text is UTF-16, so the UTF-8 entry points have no user here.
        private static readonly string[] NotNeeded = {
            "cajal_ner_run", "cajal_ner_run_batch", "cajal_ner_parity_run", "cajal_fill_mask_run", "cajal_fill_mask_run_batch",
            "cajal_fill_mask_parity_run", "cajal_fill_mask_perplexity", "cajal_classifier_run", "cajal_export_add",
            "cajal_deidentify_run" };

        private static string Header()
        {
            return File.ReadAllText(Models.Folder("include/cajal.h"));
        }

        [Test]
        public static void The_declarations_are_of_the_header_s_ABI()
        {
            Match abi = Regex.Match(Header(), @"#define CAJAL_ABI_VERSION (\d+)");
            Check.Equal(uint.Parse(abi.Groups[1].Value), NativeMethods.AbiVersion, "ABI");
            Match version = Regex.Match(Header(), "#define CAJAL_VERSION \"(.*)\"");
            Check.Equal(version.Groups[1].Value, CajalLibrary.Version, "version");
        }

        [Test]
        public static void A_library_of_another_ABI_is_refused()
        {
            CajalException e = Check.Fails(
                CajalErrorCode.LibraryIncompatible, () => CajalLibrary.CheckAbi(NativeMethods.AbiVersion + 1));
            Check.That(e.Message.Contains("ABI " + (NativeMethods.AbiVersion + 1)), e.Message);
        }

        [Test]
        public static void Every_function_of_the_header_is_imported_or_listed_as_not_needed()
        {
            SortedSet<string> expected = new SortedSet<string>();
            foreach (Match match in Regex.Matches(Header(), @"^[a-z].*?[ *](cajal_\w+)\(", RegexOptions.Multiline))
                if (!match.Value.StartsWith("typedef"))
                    expected.Add(match.Groups[1].Value);
            expected.ExceptWith(NotNeeded);
            SortedSet<string> found = new SortedSet<string>();
            foreach (MethodInfo method in typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.Public))
                found.Add(method.Name);
            Check.That(expected.Count > 80, "the header was read");
            Check.Equal(string.Join(" ", expected), string.Join(" ", found), "functions");
        }

        [Test]
        public static void Every_imported_function_is_in_the_library()
        {
            Check.That(CajalLibrary.Version.Length > 0, "loaded");
            foreach (MethodInfo method in typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.Public))
                Marshal.Prelink(method);
        }

        [Test]
        public static void Every_error_code_is_the_header_s_and_has_its_name()
        {
            int count = 0;
            foreach (Match match in Regex.Matches(Header(), @"#define CAJAL_ERROR_(\w+) (\d+)"))
            {
                CajalErrorCode code = (CajalErrorCode)int.Parse(match.Groups[2].Value);
                Check.Equal(match.Groups[1].Value.Replace("_", "").ToLowerInvariant(),
                    code.ToString().ToLowerInvariant(), "name of " + (int)code);
                Check.Equal(match.Groups[1].Value.ToLowerInvariant(), CajalLibrary.NameOf(code), "library's name");
                count++;
            }
            int ours = 0;
            foreach (CajalErrorCode code in Enum.GetValues(typeof(CajalErrorCode)))
                ours += (int)code < 0 ? 0 : 1;
            Check.Equal(count, ours, "codes");
            Check.Equal(null, CajalLibrary.NameOf((CajalErrorCode)4711), "name of a code that does not exist");
        }

        [Test]
        public static void A_code_of_a_newer_library_is_kept_as_its_number()
        {
            CajalException e = Check.Throws<CajalException>(() => CajalException.Check(4711, IntPtr.Zero));
            Check.Equal(4711, (int)e.Code, "code");
            Check.Equal("4711", e.Code.ToString(), "text of the code");
        }

        [Test]
        public static void The_structs_have_the_C_compiler_s_sizes_and_offsets()
        {
            Dictionary<string, Type> types = new Dictionary<string, Type> {
                { "cajal_offsets", typeof(NativeOffsets) }, { "cajal_entity", typeof(NativeEntity) },
                { "cajal_mask", typeof(NativeMask) }, { "cajal_prediction", typeof(NativePrediction) },
                { "cajal_classification", typeof(NativeClassification) }, { "cajal_target", typeof(NativeTarget) },
                { "cajal_filling", typeof(NativeFilling) }, { "cajal_perplexity", typeof(NativePerplexity) },
                { "cajal_parity_entity", typeof(NativeParityEntity) }, { "cajal_segment", typeof(NativeSegment) },
                { "cajal_parity_prediction", typeof(NativeParityPrediction) } };
            int fields = 0;
            foreach (string line in File.ReadAllLines(Runner.Layouts))
            {
                string[] parts = line.Split(' ', '.');
                Type type = types[parts[0]];
                int found = parts.Length == 2 ? Marshal.SizeOf(type) : (int)Marshal.OffsetOf(type, Field(parts[1]));
                Check.Equal(int.Parse(parts[parts.Length - 1]), found, line);
                fields += parts.Length == 2 ? 0 : 1;
            }
            int declared = 0;
            foreach (Type type in types.Values)
                declared += type.GetFields().Length;
            Check.Equal(declared, fields, "fields compared");
        }

        // utf8_start is Utf8Start here.
        private static string Field(string name)
        {
            return Regex.Replace(name, "(?:^|_)(.)", match => match.Groups[1].Value.ToUpperInvariant());
        }

        [Test]
        public static void Facts_about_a_model_are_those_of_its_folder()
        {
            ModelInfo info = Models.Pharmaconer.Info;
            Check.Equal("roberta", info.Family, "family");
            Check.Equal(Models.PharmaconerFolder, info.Source, "source");
            Check.Equal(null, info.MaskToken, "mask token of a recogniser");
            Check.That(string.Join(" ", info.Labels).Contains("PROTEINAS"), "labels: " + string.Join(" ", info.Labels));
            Check.That(info.Parameters > 1000000 && info.Layers > 0 && info.HiddenSize > 0, "numbers");
            Check.That(info.Vocabulary > 1000 && info.MaxTokens > 100 && info.Threads > 0, "numbers");
            Check.That(info.Json.StartsWith("{") && info.Json.Contains("\"family\""), info.Json);
            Check.Equal("<mask>", Models.Mini.Info.MaskToken, "mask token");
            Check.Equal(0, Models.Mini.Info.Labels.Count, "labels of a fill-mask model");
        }

        [Test]
        public static void Facts_about_the_runtime_are_there_after_a_load()
        {
            Check.That(Models.Pharmaconer != null, "a load before");
            CajalLibrary.LoadRuntime();
            RuntimeInfo info = CajalLibrary.RuntimeInfo;
            Check.That(info.Version.StartsWith("1."), info.Version);
            Check.That(File.Exists(info.Path), info.Path);
            Check.That(info.Json.Contains(info.Version), info.Json);
            Check.That(!CajalLibrary.HasFeature("no-such-feature"), "features");
        }

        [Test]
        public static void The_path_of_the_library_cannot_be_set_after_it_was_loaded()
        {
            Check.That(CajalLibrary.Version.Length > 0, "loaded");
            Check.Throws<InvalidOperationException>(() => CajalLibrary.Path = "/nowhere/libcajal.so");
        }

#if CAJAL_RESOLVER
        [Test, Alone]
        public static void The_first_library_found_is_that_of_all_functions()
        {
            string file = Path.Combine(AppContext.BaseDirectory, "libcajal.so");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libcajal.so"), file);
            try
            {
                CajalLibrary.LoadRuntime();
            }
            finally
            {
                File.Delete(file);
            }
            Check.That(CajalLibrary.RuntimeInfo.Version != null, "a function not used before is of another library");
        }
#endif

        [Test, Alone]
        public static void A_configured_path_is_the_only_one_tried()
        {
#if CAJAL_RESOLVER
            Check.Throws<ArgumentException>(() => CajalLibrary.Path = "libcajal.so");
            CajalLibrary.Path = "/nowhere/libcajal.so";
            CajalException e = Check.Fails(
                CajalErrorCode.LibraryNotFound, () => Check.Equal("", CajalLibrary.Version, "version"));
            Check.That(e.Message.Contains("/nowhere/libcajal.so"), e.Message);
            CajalLibrary.Path = null;
            Check.That(CajalLibrary.Version.Length > 0, "found without the path");
#else
            Check.Throws<PlatformNotSupportedException>(() => CajalLibrary.Path = "/nowhere/libcajal.so");
#endif
        }
    }
}
