namespace Cajal
{
    /// <summary>Facts about ONNX Runtime in this process. All are null before it is first loaded.</summary>
    public sealed class RuntimeInfo
    {
        internal RuntimeInfo(InfoReader reader)
        {
            Version = reader.Text("version");
            Path = reader.Text("path");
            Source = reader.Text("source");
            Json = reader.Json();
        }

        /// <summary>Its version, such as <c>1.28.0</c>.</summary>
        public string Version { get; private set; }
        /// <summary>The file it was loaded from.</summary>
        public string Path { get; private set; }
        /// <summary>How the file was found: <c>given</c>, <c>beside</c> or <c>environment</c>.</summary>
        public string Source { get; private set; }
        /// <summary>All facts as one JSON object.</summary>
        public string Json { get; private set; }
    }
}
