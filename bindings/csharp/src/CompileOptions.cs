namespace Cajal
{
    /// <summary>Options of <see cref="Model.Compile"/>.</summary>
    public sealed class CompileOptions : CajalOptions
    {
        private string precision;
        private int? threads;
        private string runtimePath;

        /// <summary>
        /// What the new folder computes with: <c>f32</c>, or <c>int8</c>, whose weights are then stored as 8-bit numbers.
        /// Default: <c>f32</c>.
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

        /// <summary>Threads, 1 or more. Default: what the machine or container has.</summary>
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
