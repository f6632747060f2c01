using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Cajal.Tests")]
