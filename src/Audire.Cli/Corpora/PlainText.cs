using System.Text;

namespace Audire.Cli.Corpora;

/// <summary>Transcripts as they are learnt: lower case, no punctuation but apostrophes and hyphens inside words.</summary>
internal static class PlainText
{
    /// <summary>The plain form; blank where the text holds figures or remarks in brackets, since then it is not what is said.</summary>
    public static string Of(string text)
    {
        if (text.Any(c => char.IsDigit(c) || c is '[' or ']' or '<' or '>' or '(' or ')' or '/' or '+' or '*')) return "";
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isInside = i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]);
            if (char.IsLetter(text[i]) || char.GetUnicodeCategory(text[i]) == System.Globalization.UnicodeCategory.NonSpacingMark) plain.Append(char.ToLowerInvariant(text[i]));
            else if (isInside && text[i] is '\'' or '’') plain.Append('\'');
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().Trim();
    }
}
