using System;
#if CAJAL_RESOLVER
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
#endif

namespace Cajal
{
#if CAJAL_RESOLVER
    /// <summary>
    /// Finds the native library: at the configured path, else in the application's folders, else where its load context or the
    /// system looks.
    /// </summary>
    internal static class LibraryResolver
    {
        // Every imported function comes here at its first use, from any thread.
        private static readonly object Gate = new object();
        private static readonly List<string> Tried = new List<string>();
        private static IntPtr library;
        private static bool installed;

        public static void CheckPath(string path)
        {
            if (path != null && !Path.IsPathRooted(path))
                throw new ArgumentException("The path of the native library must be absolute.", "path");
        }

        public static void Install()
        {
            if (!installed)
                NativeLibrary.SetDllImportResolver(typeof(LibraryResolver).Assembly, Resolve);
            installed = true;
        }

        /// <summary>A sentence on where the library was looked for.</summary>
        public static string Attempts()
        {
            lock (Gate)
                return "Tried: " + string.Join(", ", Tried) + ". Put it in one of these places, or set CajalLibrary.Path.";
        }

        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
        {
            if (name != NativeMethods.Library)
                return IntPtr.Zero;
            lock (Gate)
            {
                // The first one found is that of all functions, whatever becomes of its file.
                if (library == IntPtr.Zero)
                    library = Find();
                return library;
            }
        }

        private static IntPtr Find()
        {
            Tried.Clear();
            if (CajalLibrary.Path != null)
            {
                Tried.Add(CajalLibrary.Path);
                // Strict: a path that does not work must not end in some other library.
                return NativeLibrary.Load(CajalLibrary.Path);
            }
            IntPtr found = FromFolders();
            // With none, the runtime goes on as if nobody had looked: it asks the load context, then the system.
            if (found == IntPtr.Zero)
                Tried.Add("the load context's and the system's own search");
            return found;
        }

        private static IntPtr FromFolders()
        {
            foreach (string folder in Folders())
            {
                string file = Path.Combine(folder, FileName());
                Tried.Add(file);
                // A file that is there and does not load is an error of its own, not a reason to look elsewhere.
                if (File.Exists(file))
                    return NativeLibrary.Load(file);
            }
            return IntPtr.Zero;
        }

        private static IEnumerable<string> Folders()
        {
            string application = AppContext.BaseDirectory;
            yield return application;
            yield return Path.Combine(application, "runtimes", RuntimeIdentifier(), "native");
        }

        private static string FileName()
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                return "cajal.dll";
            return RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libcajal.dylib" : "libcajal.so";
        }

        private static string RuntimeIdentifier()
        {
            string system = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win"
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux";
            return system + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        }
    }
#else
    /// <summary>These frameworks look for the native library themselves: beside the program, then in the system.</summary>
    internal static class LibraryResolver
    {
        public static void CheckPath(string path)
        {
            if (path != null)
                throw new PlatformNotSupportedException(
                    "This framework cannot be told where the native library is; put it beside the program.");
        }

        public static void Install() { }

        /// <summary>A sentence on where the library was looked for.</summary>
        public static string Attempts()
        {
            return "Put it into " + AppDomain.CurrentDomain.BaseDirectory +
                " or where the system looks for libraries.";
        }
    }
#endif
}
