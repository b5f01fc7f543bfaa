using System.Text.RegularExpressions;

namespace Audire.Metrics.Normalization;

/// <summary>
/// Whisper's normaliser for English: besides what <see cref="BasicTextNormalizer"/> does, hesitations go, contractions and titles
/// are spelled out, numbers are written in digits and spellings are American.
/// </summary>
/// <remarks>
/// Radford et al. 2022, appendix C; equal to openai-whisper 20250625 on the recorded vectors, oddities included ("shan't" gives
/// "sha not", "one and a half percent" gives "one.5%"). Everything in brackets is deleted: a bracketed clause of a transcript that was
/// heard counts as insertions.
/// </remarks>
public sealed partial class EnglishTextNormalizer : ITextNormalizer
{
    /// <inheritdoc/>
    public string Name => "whisper-english";

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        text = UnicodeCleaning.RemoveBracketed(PythonText.Lower(text));
        text = EnglishContractions.RemoveFillers(text);
        text = UnicodeCleaning.JoinApostrophes(text);
        text = EnglishContractions.Expand(text);

        text = DigitComma().Replace(text, "$1$2");
        text = FullStop().Replace(text, " $1");
        text = UnicodeCleaning.RemoveSymbolsAndDiacritics(text, keep: ".%$¢€£");
        text = EnglishNumberNormalizer.Normalize(text);
        text = EnglishSpellings.Americanise(text);

        text = LoneNumberPrefix().Replace(text, " $1");
        text = LonePercent().Replace(text, "$1 ");
        return UnicodeCleaning.CollapseSpaces(text);
    }

    [GeneratedRegex(@"(\d),(\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DigitComma();

    [GeneratedRegex(@"\.([^0-9]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex FullStop();

    [GeneratedRegex("[.$¢€£]([^0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex LoneNumberPrefix();

    [GeneratedRegex("([^0-9])%", RegexOptions.CultureInvariant)]
    private static partial Regex LonePercent();
}
