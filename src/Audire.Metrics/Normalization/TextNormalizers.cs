namespace Audire.Metrics.Normalization;

/// <summary>The normalisers by name, one shared instance each.</summary>
public static class TextNormalizers
{
    /// <summary>HELM's normaliser without articles: what its quasi-exact match compares. Name: <c>helm</c>.</summary>
    public static ITextNormalizer Helm { get; } = new HelmTextNormalizer(removeArticles: true);

    /// <summary>HELM's normaliser with articles kept: what its word error rate compares. Name: <c>helm-articles</c>.</summary>
    public static ITextNormalizer HelmWithArticles { get; } = new HelmTextNormalizer(removeArticles: false);

    /// <summary>Whisper's normaliser for any language. Name: <c>whisper-basic</c>.</summary>
    public static ITextNormalizer WhisperBasic { get; } = new BasicTextNormalizer();

    /// <summary>Whisper's normaliser for English. Name: <c>whisper-english</c>.</summary>
    public static ITextNormalizer WhisperEnglish { get; } = new EnglishTextNormalizer();

    /// <summary>The normaliser of SALMONN's error rates. Name: <c>salmonn</c>.</summary>
    public static ITextNormalizer Salmonn { get; } = new SalmonnTextNormalizer();

    /// <summary>The text as it is. Name: <c>none</c>.</summary>
    public static ITextNormalizer None { get; } = new IdentityNormalizer();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ITextNormalizer> All { get; } = [Helm, HelmWithArticles, WhisperBasic, WhisperEnglish, Salmonn, None];

    /// <summary>Whisper's normaliser for a language: the English one for <c>en</c> (or <c>en-…</c>), the basic one for all others.</summary>
    public static ITextNormalizer WhisperFor(string? language) =>
        language is not null && (language == "en" || language.StartsWith("en-", StringComparison.Ordinal)) ? WhisperEnglish : WhisperBasic;

    /// <summary>The normaliser of a name.</summary>
    /// <exception cref="ArgumentException">No normaliser has the name; the message lists those there are.</exception>
    public static ITextNormalizer ByName(string name) => All.FirstOrDefault(n => n.Name == name)
        ?? throw new ArgumentException($"'{name}' is no text normaliser; use one of {string.Join(", ", All.Select(n => n.Name))}.", nameof(name));

    private sealed class IdentityNormalizer : ITextNormalizer
    {
        public string Name => "none";

        public string Normalize(string text) => text;
    }
}
