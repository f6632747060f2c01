using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace Cajal.Tests
{
    /// <summary>Marks a test: a static method without arguments that throws when it fails.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class TestAttribute : Attribute
    {
    }

    /// <summary>A test that must see the first load of its process: it runs only when it is named.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class AloneAttribute : Attribute
    {
    }

    internal sealed class FailedException : Exception
    {
        public FailedException(string message) : base(message) { }
    }

    internal static class Runner
    {
        /// <summary>Root of the repository.</summary>
        public static string Root { get; private set; }

        /// <summary>The C compiler's sizes and offsets: lines of a name and a number.</summary>
        public static string Layouts { get; private set; }

        // Tests.exe ROOT LAYOUTS [NAME... | alone | rounds N]: every test but those that run alone, or those whose name
        // contains one of the names; the names of those that run alone; see Rounds.
        private static int Main(string[] arguments)
        {
            Root = arguments[0];
            Layouts = arguments[1];
            if (arguments.Length == 4 && arguments[2] == "rounds")
                return Rounds.Run(int.Parse(arguments[3]));
            if (arguments.Length == 3 && arguments[2] == "alone")
                return ListAlone();
            int passed = 0, failed = 0;
            foreach (MethodInfo test in Tests(arguments))
            {
                if (Passes(test))
                    passed++;
                else
                    failed++;
            }
            Console.WriteLine(passed + " passed, " + failed + " failed on " + Framework());
            return failed == 0 && passed > 0 ? 0 : 1;
        }

        public static string Framework()
        {
            return System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription;
        }

        private static List<MethodInfo> Tests(string[] arguments)
        {
            List<MethodInfo> tests = new List<MethodInfo>();
            foreach (Type type in typeof(Runner).Assembly.GetTypes())
                foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public))
                    if (method.GetCustomAttributes(typeof(TestAttribute), false).Length > 0 && Wanted(method, arguments))
                        tests.Add(method);
            return tests;
        }

        private static bool Wanted(MethodInfo test, string[] arguments)
        {
            for (int index = 2; index < arguments.Length; index++)
                if (test.Name.Contains(arguments[index]))
                    return true;
            return arguments.Length == 2 && !IsAlone(test);
        }

        private static bool IsAlone(MethodInfo test)
        {
            return test.GetCustomAttributes(typeof(AloneAttribute), false).Length > 0;
        }

        private static int ListAlone()
        {
            foreach (MethodInfo test in Tests(new[] { Root, Layouts, "_" }))
                if (IsAlone(test))
                    Console.WriteLine(test.Name);
            return 0;
        }

        private static bool Passes(MethodInfo test)
        {
            string name = test.Name.Replace('_', ' ');
            try
            {
                test.Invoke(null, null);
                Console.WriteLine("ok      " + name);
                return true;
            }
            catch (TargetInvocationException e)
            {
                Console.WriteLine("FAILED  " + name + "\n" + e.InnerException);
                return false;
            }
        }
    }

    internal static class Check
    {
        public static void That(bool holds, string what)
        {
            if (!holds)
                throw new FailedException(what);
        }

        public static void Equal<T>(T expected, T found, string what)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, found))
                throw new FailedException(what + ": expected " + expected + ", found " + found);
        }

        public static void Near(double expected, double found, double tolerance, string what)
        {
            if (Math.Abs(expected - found) > tolerance)
                throw new FailedException(what + ": expected " + expected + ", found " + found);
        }

        public static T Throws<T>(Action action) where T : Exception
        {
            try
            {
                action();
            }
            catch (T e)
            {
                return e;
            }
            throw new FailedException("no " + typeof(T).Name + " was thrown");
        }

        public static CajalException Fails(CajalErrorCode code, Action action)
        {
            CajalException e = Throws<CajalException>(action);
            Equal(code, e.Code, "the code of: " + e.Message);
            That(e.Message.Length > 0, "there is a message");
            return e;
        }
    }

    /// <summary>The models, each loaded once.</summary>
    internal static class Models
    {
        public const string Example = "Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.";
        private static readonly Dictionary<string, Model> Loaded = new Dictionary<string, Model>();

        public static string Folder(string path)
        {
            return Path.Combine(Runner.Root, path);
        }

        public static string PharmaconerFolder
        {
            get { return Folder("models/clinical-es-mini-pharmaconer"); }
        }

        public static Model Of(string path)
        {
            Model model;
            if (!Loaded.TryGetValue(path, out model))
                Loaded[path] = model = Model.Load(Folder(path));
            return model;
        }

        public static Model Pharmaconer
        {
            get { return Of("models/clinical-es-mini-pharmaconer"); }
        }

        public static Model Mini
        {
            get { return Of("models/clinical-es-mini"); }
        }

        /// <summary>One line for each entity, to compare whole answers.</summary>
        public static string Lines(NerResult result)
        {
            StringWriter lines = new StringWriter();
            foreach (Entity entity in result)
                lines.WriteLine(entity.Label + entity.Offsets.Utf8 + entity.Offsets.Utf16 + entity.Offsets.CodePoints +
                    entity.Score.ToString("R") + " " + entity.ModelIndex);
            return lines.ToString();
        }

        /// <summary>A text that takes a model many seconds.</summary>
        public static string Long()
        {
            System.Text.StringBuilder text = new System.Text.StringBuilder();
            for (int copy = 0; copy < 100000; copy++)
                text.Append(Example).Append('\n');
            return text.ToString();
        }
    }
}
