using System.Collections.Frozen;
using System.Text.Json;

namespace Audire.Metrics.Normalization;

/// <summary>British spellings and their American forms.</summary>
/// <remarks>The table is <c>normalizers/english.json</c> of openai-whisper 20250625 (MIT), embedded unchanged; see THIRD-PARTY-NOTICES.</remarks>
internal static class EnglishSpellings
{
    private static readonly Lazy<FrozenDictionary<string, string>> Table = new(Load);

    /// <summary>Words joined by single spaces, each in its American spelling.</summary>
    public static string Americanise(string text) =>
        string.Join(' ', PythonText.Split(text).Select(word => Table.Value.GetValueOrDefault(word, word)));

    private static FrozenDictionary<string, string> Load()
    {
        const string name = "Audire.Metrics.english-spellings.json";
        using var stream = typeof(EnglishSpellings).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}: it was built incompletely.");
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateObject().ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }
}
