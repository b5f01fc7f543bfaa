using System.Text;

namespace Audire.Metrics.Normalization;

/// <summary>
/// The normal form in which SALMONN's error rates are taken: lower case, no remarks in angle or square brackets (<c>&lt;MUSIC&gt;</c>,
/// <c>[noise]</c>: Kaldi's non-words), punctuation deleted and not replaced by a space (<c>don't</c> gives <c>dont</c>), words joined by single spaces.
/// </summary>
/// <remarks>
/// There is no number, spelling or article rule, so <c>5</c> and <c>five</c> differ. A reference that is nothing but tags normalises to
/// nothing and is reported as missing. Name: <c>salmonn</c>.
/// </remarks>
public sealed class SalmonnTextNormalizer : ITextNormalizer
{
    /// <inheritdoc/>
    public string Name => "salmonn";

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var bare = PythonText.Lower(UnicodeCleaning.RemoveNonWords(text));
        var kept = new StringBuilder(bare.Length);
        foreach (var rune in bare.EnumerateRunes())
            if (!Rune.IsPunctuation(rune) && !(rune.IsAscii && PythonText.AsciiPunctuation.Contains((char)rune.Value, StringComparison.Ordinal)))
                kept.Append(rune.ToString());
        return string.Join(' ', PythonText.Split(kept.ToString()));
    }
}
