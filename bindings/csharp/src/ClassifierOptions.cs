namespace Cajal
{
    /// <summary>Options of a run of <see cref="Classifier"/>.</summary>
    public sealed class ClassifierOptions : RunOptions
    {
    }
}
