using System.Text;
using Audire.Metrics.Normalization;

namespace Audire.Metrics.Instructions;

/// <summary>The words of an answer as the figures on instruction following count them: lower case, no tags, no punctuation.</summary>
/// <remarks>In scripts that put no space between words (Chinese, Japanese, Thai) every character is a word. Stateless; safe to call from any thread.</remarks>
public static class AnswerWords
{
    /// <summary>The words, in order; none for null.</summary>
    public static IReadOnlyList<string> Of(string? text)
    {
        var words = new List<string>();
        foreach (var word in PythonText.Split(TextNormalizers.Salmonn.Normalize(text ?? ""))) AddWords(word, words);
        return words;
    }

    private static void AddWords(string word, List<string> words)
    {
        var letters = new StringBuilder(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            if (!IsSpaceless(rune.Value))
            {
                letters.Append(rune.ToString());
                continue;
            }
            Flush(letters, words);
            words.Add(rune.ToString());
        }
        Flush(letters, words);
    }

    private static void Flush(StringBuilder letters, List<string> words)
    {
        if (letters.Length == 0) return;
        words.Add(letters.ToString());
        letters.Clear();
    }

    // Thai and Lao, kana, the Han blocks.
    private static bool IsSpaceless(int rune) => rune
        is >= 0x0E00 and <= 0x0EFF or >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF
        or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x323AF;
}
