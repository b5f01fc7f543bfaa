namespace Audire.Metrics.Normalization;

/// <summary>Brings two texts to a common form before they are compared.</summary>
/// <remarks>Implementations are immutable and safe to share between threads.</remarks>
public interface ITextNormalizer
{
    /// <summary>The name under which suites and results know the normaliser, such as <c>whisper-english</c>.</summary>
    string Name { get; }

    /// <summary>The normal form of a text; empty where nothing is left of it.</summary>
    string Normalize(string text);
}
