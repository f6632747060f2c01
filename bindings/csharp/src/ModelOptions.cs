namespace Cajal
{
    /// <summary>How a compiled folder is compared with its manifest.</summary>
    public enum Verification
    {
        /// <summary>By the sizes of its files.</summary>
        Sizes,
        /// <summary>By the hash of every file.</summary>
        Strict
    }

    /// <summary>Options of <see cref="Model.Load(string, ModelOptions)"/>.</summary>
    public sealed class ModelOptions : CajalOptions
    {
        private int? threads;
        private int? runThreads;
        private string provider;
        private string precision;
        private Verification? verify;
        private string runtimePath;

        /// <summary>Threads that one call may use, 1 or more. Default: what the machine or container has.</summary>
        public int? Threads
        {
            get { return threads; }
            set
            {
                SetNumber("threads", value);
                threads = value;
            }
        }

        /// <summary>
        /// Threads that one run of the model may use, 1 to those of a call. Default: all, or 1 for a small model. With 1, many
        /// texts take less time and a short one by itself more.
        /// </summary>
        public int? RunThreads
        {
            get { return runThreads; }
            set
            {
                SetNumber("run_threads", value);
                runThreads = value;
            }
        }

        /// <summary>
        /// What runs the model: <c>cpu</c>, <c>cuda:N</c>, <c>openvino</c>, <c>auto</c>, or the absolute path of a provider
        /// plugin library. Default: <c>cpu</c>.
        /// </summary>
        public string Provider
        {
            get { return provider; }
            set
            {
                Set("provider", value);
                provider = value;
            }
        }

        /// <summary>
        /// What the model computes with: <c>f32</c>, <c>f16</c> (provider <c>cuda:N</c>), <c>int8</c> (provider <c>cpu</c>),
        /// <c>bf16</c> (provider <c>openvino</c>), or <c>auto</c> for int8 where the processor is made for it. Default: <c>f32</c>.
        /// </summary>
        public string Precision
        {
            get { return precision; }
            set
            {
                Set("precision", value);
                precision = value;
            }
        }

        /// <summary>
        /// How a folder that <see cref="Model.Compile"/> wrote is compared with its manifest. Default:
        /// <see cref="Verification.Sizes"/>.
        /// </summary>
        public Verification? Verify
        {
            get { return verify; }
            set
            {
                SetName("verify", value);
                verify = value;
            }
        }

        /// <summary>
        /// Absolute path of the ONNX Runtime library, for the process's first load. Default: the search that
        /// <see cref="CajalLibrary.LoadRuntime"/> tells.
        /// </summary>
        public string RuntimePath
        {
            get { return runtimePath; }
            set
            {
                Set("runtime_path", value);
                runtimePath = value;
            }
        }
    }
}
