using System.Globalization;

namespace Audire.Metrics.Normalization;

/// <summary>Whisper's normaliser for any language: lower case, no bracketed remarks, no marks, symbols or punctuation.</summary>
/// <param name="removeDiacritics">Whether accents go while their letters stay (<c>é</c> gives <c>e</c>). Default false.</param>
/// <param name="splitLetters">
/// Whether every user-perceived character becomes a word, which turns a word error rate into a character error rate (for scripts
/// that put no space between words). Default false.
/// </param>
/// <remarks>Radford et al. 2022, appendix C. White space at the ends stays as one space, as in the reference.</remarks>
public sealed class BasicTextNormalizer(bool removeDiacritics = false, bool splitLetters = false) : ITextNormalizer
{
    /// <inheritdoc/>
    public string Name => "whisper-basic" + (removeDiacritics ? "-no-diacritics" : "") + (splitLetters ? "-letters" : "");

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        text = UnicodeCleaning.RemoveBracketed(PythonText.Lower(text));
        text = removeDiacritics ? UnicodeCleaning.RemoveSymbolsAndDiacritics(text) : UnicodeCleaning.RemoveSymbols(text);
        text = PythonText.Lower(text);
        if (splitLetters) text = string.Join(' ', TextElements(text));
        return UnicodeCleaning.CollapseSpaces(text);
    }

    private static IEnumerable<string> TextElements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }
}
