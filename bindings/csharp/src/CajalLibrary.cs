using System;

namespace Cajal
{
    /// <summary>
    /// The native library of this process: where it is loaded from, its version, and its ONNX Runtime. It is loaded at the
    /// first use of anything here. Thread safety: every member may be used from any thread.
    /// </summary>
    public static class CajalLibrary
    {
        private static readonly object Gate = new object();
        private static volatile bool loaded;
        private static string path;

        /// <summary>
        /// Absolute path of the native library, for hosts that keep it apart; then only that file is tried. Null, the
        /// default, tries the application's folder, its <c>runtimes/&lt;rid&gt;/native</c>, and the system's own search.
        /// Set it before anything else of this library is used.
        /// </summary>
        /// <exception cref="ArgumentException">The path is not absolute.</exception>
        /// <exception cref="InvalidOperationException">The library is loaded already.</exception>
        /// <exception cref="PlatformNotSupportedException">
        /// This build is for frameworks that cannot be told a path (netstandard2.0): put the library beside the program.
        /// </exception>
        public static string Path
        {
            get { return path; }
            set
            {
                lock (Gate)
                {
                    if (loaded)
                        throw new InvalidOperationException("The native library is loaded already; set its path first.");
                    LibraryResolver.CheckPath(value);
                    path = value;
                }
            }
        }

        /// <summary>The version of the native library, such as <c>0.1.0</c>.</summary>
        /// <exception cref="CajalException">The native library cannot be loaded or does not fit.</exception>
        public static unsafe string Version
        {
            get
            {
                Load();
                return NativeText.ReadTerminated(NativeMethods.cajal_version());
            }
        }

        /// <summary>Whether the native library was built with a feature. Known: <c>embedded-models</c>.</summary>
        /// <exception cref="CajalException">
        /// The native library cannot be loaded or does not fit, or the name has half a surrogate pair.
        /// </exception>
        public static unsafe bool HasFeature(string name)
        {
            Arguments.NotNull(name, "name");
            Load();
            UIntPtr length;
            fixed (byte* bytes = NativeText.Bytes(name, "name", out length))
                return NativeMethods.cajal_feature(bytes, length) != 0;
        }

        /// <summary>The library's own name of an error code, such as <c>model_not_found</c>; null if it knows none.</summary>
        /// <exception cref="CajalException">The native library cannot be loaded or does not fit.</exception>
        public static unsafe string NameOf(CajalErrorCode code)
        {
            Load();
            return NativeText.ReadTerminated(NativeMethods.cajal_status_name((int)code));
        }

        /// <summary>
        /// Loads ONNX Runtime for the whole process, once; a later call changes nothing. Loading a model does this too.
        /// </summary>
        /// <param name="runtimePath">
        /// Absolute path of the ONNX Runtime library, and then only that file is tried. Null searches beside the native
        /// library, then takes the file that the environment variable CAJAL_ONNXRUNTIME names.
        /// </param>
        /// <exception cref="CajalException">
        /// One of the Runtime codes, or <see cref="CajalErrorCode.InvalidUtf8"/>; the call may be repeated.
        /// </exception>
        public static unsafe void LoadRuntime(string runtimePath = null)
        {
            Load();
            IntPtr error = IntPtr.Zero;
            UIntPtr length;
            fixed (byte* bytes = NativeText.Bytes(runtimePath ?? "", "path of ONNX Runtime", out length))
            {
                byte* given = runtimePath == null ? null : bytes;
                CajalException.Check(NativeMethods.cajal_runtime_load(given, length, &error), error);
            }
        }

        /// <summary>Facts about ONNX Runtime. They are null before it is first loaded.</summary>
        /// <exception cref="CajalException">The native library cannot be loaded or does not fit.</exception>
        public static unsafe RuntimeInfo RuntimeInfo
        {
            get
            {
                Load();
                IntPtr info = IntPtr.Zero, error = IntPtr.Zero;
                CajalException.Check(NativeMethods.cajal_runtime_info(&info, &error), error);
                using (InfoHandle handle = new InfoHandle(info))
                    return new RuntimeInfo(new InfoReader(handle));
            }
        }

        /// <summary>Loads the native library and compares its ABI, once; every entry into it comes through here.</summary>
        internal static void Load()
        {
            if (loaded)
                return;
            lock (Gate)
            {
                if (loaded)
                    return;
                LibraryResolver.Install();
                CheckAbi(ReadAbi());
                loaded = true;
            }
        }

        private static uint ReadAbi()
        {
            try
            {
                return NativeMethods.cajal_abi_version();
            }
            catch (DllNotFoundException e)
            {
                throw NotFound(e);
            }
            catch (BadImageFormatException e)
            {
                throw NotFound(e);
            }
            catch (EntryPointNotFoundException e)
            {
                throw NotFound(e);
            }
        }

        private static CajalException NotFound(Exception cause)
        {
            string message = "The native library of Cajal could not be loaded. " + LibraryResolver.Attempts() +
                " The system says: " + cause.Message;
            return new CajalException(CajalErrorCode.LibraryNotFound, 0, message, cause);
        }

        /// <exception cref="CajalException">The ABI is another one than this assembly was written for.</exception>
        internal static void CheckAbi(uint found)
        {
            if (found == NativeMethods.AbiVersion)
                return;
            string message = "The native library has ABI " + found + ", and this assembly needs ABI " +
                NativeMethods.AbiVersion + ". Use the native library and the assembly of one release.";
            throw new CajalException(CajalErrorCode.LibraryIncompatible, 0, message, null);
        }
    }
}
