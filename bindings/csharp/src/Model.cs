using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cajal
{
    /// <summary>
    /// A loaded model. Load it once, share it, and dispose it when nothing needs it any more; a forgotten one is freed by
    /// its finalizer, and .NET's collector is told how much memory its weights are. Thread safety: it never changes, and any
    /// number of threads may use it at once. It may be disposed, also twice, while calls on it run: they finish undisturbed, and
    /// its memory goes with the last of them, back to the system.
    /// </summary>
    public sealed class Model : IDisposable
    {
        private Model(ModelHandle handle)
        {
            Handle = handle;
            Info = ReadInfo(handle);
            handle.Weigh(Info.WeightsBytes ?? 0);
        }

        internal ModelHandle Handle { get; private set; }

        /// <summary>
        /// Loads a model: the folder of a hub checkpoint as downloaded, or of an ONNX export. <c>embedded:NAME</c> is a
        /// model inside the library, if <see cref="CajalLibrary.HasFeature"/> knows <c>embedded-models</c>.
        /// </summary>
        /// <param name="path">The folder; a relative path starts at the current folder of the process.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">The folder, or ONNX Runtime, cannot be loaded; the code says why.</exception>
        public static unsafe Model Load(string path, ModelOptions options = null)
        {
            Arguments.NotNull(path, "path");
            CajalLibrary.Load();
            IntPtr model = IntPtr.Zero, error = IntPtr.Zero;
            UIntPtr length;
            using (OptionsHandle native = CajalOptions.ToNative(options))
            using (HandleUse use = new HandleUse(native))
            fixed (byte* bytes = NativeText.Bytes(path, "path", out length))
                CajalException.Check(
                    NativeMethods.cajal_model_load(bytes, length, use.Pointer, &model, &error), error);
            return new Model(new ModelHandle(model));
        }

        /// <summary>
        /// As <see cref="Load"/>, in a thread of the pool. A load cannot be stopped: if the token is cancelled while it
        /// runs, the model is freed again and the task ends as cancelled.
        /// </summary>
        /// <param name="path">The folder.</param>
        /// <param name="options">Null for defaults.</param>
        /// <param name="cancellation">Gives up the model.</param>
        /// <exception cref="CajalException">In the task: as <see cref="Load"/>.</exception>
        public static Task<Model> LoadAsync(
            string path, ModelOptions options = null, CancellationToken cancellation = default(CancellationToken))
        {
            Arguments.NotNull(path, "path");
            return Task.Run(() => LoadUnlessCancelled(path, options, cancellation), cancellation);
        }

        private static Model LoadUnlessCancelled(string path, ModelOptions options, CancellationToken cancellation)
        {
            Model model = Load(path, options);
            if (cancellation.IsCancellationRequested)
                model.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return model;
        }

        /// <summary>
        /// Writes a folder that loads faster and into less memory than <paramref name="source"/>, and answers to the bit as
        /// that does in the same precision. It appears whole, after it was loaded once to see that it works, or not at all.
        /// It holds the hashes that <see cref="Verification.Strict"/> compares.
        /// </summary>
        /// <param name="source">The folder of a hub checkpoint.</param>
        /// <param name="target">The folder to write, which must not exist, or be empty.</param>
        /// <param name="options">Null for defaults.</param>
        /// <exception cref="CajalException">As <see cref="Load"/>; <see cref="CajalErrorCode.InvalidOption"/> for another
        /// precision, and for a source that is compiled already or an ONNX export; <see cref="CajalErrorCode.Io"/> if the
        /// target is not empty or cannot be written.</exception>
        public static unsafe void Compile(string source, string target, CompileOptions options = null)
        {
            Arguments.NotNull(source, "source");
            Arguments.NotNull(target, "target");
            CajalLibrary.Load();
            IntPtr error = IntPtr.Zero;
            UIntPtr sourceLength, targetLength;
            using (OptionsHandle native = CajalOptions.ToNative(options))
            using (HandleUse use = new HandleUse(native))
            fixed (byte* sourceBytes = NativeText.Bytes(source, "path of the source", out sourceLength))
            fixed (byte* targetBytes = NativeText.Bytes(target, "path of the target", out targetLength))
                CajalException.Check(
                    NativeMethods.cajal_model_compile(
                        sourceBytes, sourceLength, targetBytes, targetLength, use.Pointer, &error),
                    error);
        }

        /// <summary>Facts about the model, also after Dispose.</summary>
        public ModelInfo Info { get; private set; }

        private static unsafe ModelInfo ReadInfo(ModelHandle model)
        {
            IntPtr info = IntPtr.Zero, error = IntPtr.Zero;
            using (HandleUse use = new HandleUse(model))
                CajalException.Check(NativeMethods.cajal_model_info(use.Pointer, &info, &error), error);
            using (InfoHandle handle = new InfoHandle(info))
                return new ModelInfo(new InfoReader(handle));
        }

        /// <summary>Frees the model. Calls that run on it finish; later ones throw ObjectDisposedException.</summary>
        public void Dispose()
        {
            Handle.Dispose();
        }
    }
}
