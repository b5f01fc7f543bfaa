using System.Text;
using System.Text.RegularExpressions;
using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>The Penn Treebank's way to split English into words, as nltk's <c>word_tokenize</c> does within a sentence.</summary>
/// <remarks>
/// HELM's sentence BLEU counts these tokens. nltk splits sentences first with a trained model (punkt); here a text is one sentence, so a
/// full stop inside it stays with its word. Contractions split (<c>can't</c> gives <c>ca n't</c>), quotes become <c>``</c> and <c>''</c>.
/// Stateless; safe to call from any thread.
/// </remarks>
public static partial class TreebankTokenizer
{
    /// <summary>The tokens of a sentence.</summary>
    public static List<string> Tokens(string text)
    {
        text = ShortenSpaces(text);
        text = AnyOpeningQuote().Replace(text, " $1 ");
        text = LeadingDoubleQuote().Replace(text, "``");
        text = Backticks().Replace(text, " $1 ");
        text = DoubleQuoteAfterOpener().Replace(text, "$1 `` ");
        text = OpeningSingleQuote().Replace(text, "' ");

        text = FinalStop().Replace(text, "$1 $2 $3 ");
        text = CommaOrColon().Replace(text, " $1 $2");
        text = FinalCommaOrColon().Replace(text, " $1 ");
        text = Ellipsis().Replace(text, " $0 ");
        text = Symbol().Replace(text, " $0 ");
        text = Dash().Replace(text, " $0 ");
        text = FinalStopBeforeCloser().Replace(text, "$1 $2$3 ");
        text = QuestionOrExclamation().Replace(text, " $0 ");
        text = ClosingApostrophe().Replace(text, "$1 ' ");
        text = Star().Replace(text, " $0 ");
        text = Bracket().Replace(text, " $0 ");
        text = DoubleDash().Replace(text, " -- ");

        text = $" {text} ";
        text = AnyClosingQuote().Replace(text, " $1 ");
        text = DoubledApostrophe().Replace(text, " '' ");
        text = DoubleQuote().Replace(text, " '' ");
        text = Spaces().Replace(text, " ");
        text = ShortClitic().Replace(text, "$1 $2 ");
        text = LongClitic().Replace(text, "$1 $2 ");
        text = GluedWords().Replace(text, " $1 $2 ");
        text = GluedMore().Replace(text, " $1 $2 ");
        text = Tis().Replace(text, " $1 $2 ");
        return PythonText.Split(text);
    }

    // The rules look at one space at a time at most; a long run would make some of them rescan it from every place.
    private static string ShortenSpaces(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool inside = i > 0 && i + 1 < text.Length && PythonText.IsWhiteSpace(text[i - 1]) && PythonText.IsWhiteSpace(text[i]) && PythonText.IsWhiteSpace(text[i + 1]);
            if (!inside) result.Append(text[i]);
        }
        return result.ToString();
    }

    [GeneratedRegex("([«“‘„]|`+)")]
    private static partial Regex AnyOpeningQuote();

    [GeneratedRegex("^\"")]
    private static partial Regex LeadingDoubleQuote();

    [GeneratedRegex("(``)")]
    private static partial Regex Backticks();

    [GeneratedRegex("([ ([{<])(\"|'')")]
    private static partial Regex DoubleQuoteAfterOpener();

    // Before a word, unless the word is a clitic: 's, 'll, 't.
    [GeneratedRegex(@"(?<!\w)'(?!(re|ve|ll|m|t|s|d|n)\b)(?=\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OpeningSingleQuote();

    [GeneratedRegex("""([^.])(\.)([\])}>"'»”’ ]*)\s*$""")]
    private static partial Regex FinalStop();

    [GeneratedRegex(@"([:,])(\D)", RegexOptions.Singleline)]
    private static partial Regex CommaOrColon();

    [GeneratedRegex("([:,])$")]
    private static partial Regex FinalCommaOrColon();

    [GeneratedRegex(@"\.{2,}")]
    private static partial Regex Ellipsis();

    [GeneratedRegex("[;@#$%&]")]
    private static partial Regex Symbol();

    [GeneratedRegex("[\u2012-\u2015]")]
    private static partial Regex Dash();

    [GeneratedRegex("""([^.])(\.)([\])}>"']*)\s*$""")]
    private static partial Regex FinalStopBeforeCloser();

    [GeneratedRegex("[?!]")]
    private static partial Regex QuestionOrExclamation();

    [GeneratedRegex("([^'])' ")]
    private static partial Regex ClosingApostrophe();

    [GeneratedRegex("[*]")]
    private static partial Regex Star();

    [GeneratedRegex(@"[\][(){}<>]")]
    private static partial Regex Bracket();

    [GeneratedRegex("--")]
    private static partial Regex DoubleDash();

    [GeneratedRegex("([»”’])")]
    private static partial Regex AnyClosingQuote();

    [GeneratedRegex("''")]
    private static partial Regex DoubledApostrophe();

    [GeneratedRegex("\"")]
    private static partial Regex DoubleQuote();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("([^' ])('[sS]|'[mM]|'[dD]|') ")]
    private static partial Regex ShortClitic();

    [GeneratedRegex("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ")]
    private static partial Regex LongClitic();

    [GeneratedRegex(@"\b(can(?=not\b)|d(?='ye\b)|gim(?=me\b)|gon(?=na\b)|got(?=ta\b)|lem(?=me\b)|wan(?=na\s))(not|'ye|me|na|ta)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GluedWords();

    [GeneratedRegex(@"\b(more)('n)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GluedMore();

    [GeneratedRegex(@" ('t)(is|was)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tis();
}
