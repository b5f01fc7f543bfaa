using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>The words that caption metrics (METEOR, CIDEr) compare: Penn Treebank words in lower case, without punctuation.</summary>
/// <remarks>As the COCO caption evaluation prepares text, with <see cref="TreebankTokenizer"/> for its Java tokeniser. Stateless; safe to call from any thread.</remarks>
public static class CaptionTokenizer
{
    private static readonly char[] Edges = ['.', ',', ':', ';', '!', '?', '"', '`', '(', ')', '[', ']', '{', '}', '…', '“', '”'];

    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Tokens(string text) =>
        [.. TreebankTokenizer.Tokens(PythonText.Lower(text)).Select(token => token.Trim(Edges)).Where(token => token.Any(char.IsLetterOrDigit))];
}
