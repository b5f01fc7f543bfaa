using System.Buffers;
using System.Text;

namespace Audire.Metrics.Normalization;

/// <summary>
/// The normal form HELM compares: lower case, ASCII punctuation deleted (not replaced by a space: <c>don't</c> gives <c>dont</c>),
/// articles dropped if asked, words joined by single spaces. Unicode punctuation stays; there is no number, accent or spelling rule.
/// </summary>
/// <param name="removeArticles">Whether <c>a</c>, <c>an</c> and <c>the</c> go where they stand as words. Default true.</param>
/// <remarks>Rajpurkar et al. 2016 (SQuAD), as HELM uses it. Punctuation goes before articles do, so <c>the_end</c> gives <c>theend</c>.</remarks>
public sealed class HelmTextNormalizer(bool removeArticles = true) : ITextNormalizer
{
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(PythonText.AsciiPunctuation);
    private static readonly string[] Articles = ["a", "an", "the"];

    /// <inheritdoc/>
    public string Name => removeArticles ? "helm" : "helm-articles";

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var bare = DeletePunctuation(PythonText.Lower(text));
        if (removeArticles) bare = RemoveArticles(bare);
        return string.Join(' ', PythonText.Split(bare));
    }

    private static string DeletePunctuation(string text)
    {
        if (!text.AsSpan().ContainsAny(Punctuation)) return text;
        var kept = new StringBuilder(text.Length);
        foreach (char c in text)
            if (!Punctuation.Contains(c)) kept.Append(c);
        return kept.ToString();
    }

    // A word here is what lies between two word boundaries, which need not be white space: in "a" + U+0301 the mark is a boundary.
    private static string RemoveArticles(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = ArticleAt(text, i);
            kept.Append(length > 0 ? ' ' : text[i]);
            i += Math.Max(length, 1);
        }
        return kept.ToString();
    }

    private static int ArticleAt(string text, int index)
    {
        if (text[index] is not ('a' or 't') || !PythonText.IsWordBoundary(text, index)) return 0;
        foreach (string article in Articles)
            if (text.AsSpan(index).StartsWith(article, StringComparison.Ordinal) && PythonText.IsWordBoundary(text, index + article.Length))
                return article.Length;
        return 0;
    }
}
