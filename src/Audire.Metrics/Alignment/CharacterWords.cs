using Audire.Metrics.Normalization;

namespace Audire.Metrics.Alignment;

/// <summary>Scores scripts that put no space between words: every character counts as a word.</summary>
/// <remarks>
/// For Chinese, Japanese or Thai, a word error rate hangs on the segmenter; this one needs none. White space is dropped before the
/// characters are compared, so a model's own spacing costs nothing.
/// </remarks>
public static class CharacterWords
{
    /// <summary>The characters of a text (code points), joined by single spaces, its white space dropped.</summary>
    public static string Space(string text) =>
        string.Join(' ', text.EnumerateRunes().Where(rune => !(rune.IsBmp && PythonText.IsWhiteSpace((char)rune.Value))).Select(rune => rune.ToString()));

    /// <summary>Compares two texts character by character after normalising both.</summary>
    /// <param name="reference">What was said.</param>
    /// <param name="hypothesis">What was recognised; null counts as nothing.</param>
    /// <param name="normalizer">Default: HELM's, articles kept.</param>
    public static TranscriptScore Score(string reference, string? hypothesis, ITextNormalizer? normalizer = null)
    {
        normalizer ??= TextNormalizers.HelmWithArticles;
        return TranscriptScore.Of(Space(normalizer.Normalize(reference)), Space(normalizer.Normalize(hypothesis ?? "")), TextNormalizers.None);
    }
}
