namespace Audire.Models.Whisper.Alignment;

/// <summary>Joins punctuation to the word it belongs to: an opening quote to the next, a full stop to the one before.</summary>
internal static class PunctuationMerger
{
    private const string Opening = "\"'“¿([{-";
    private const string Closing = "\"'.。,，!！?？:：”)]}、";

    /// <summary>Merges in place; a mark that was merged is left with an empty text and no tokens.</summary>
    public static void Merge(IReadOnlyList<TimedWord> words)
    {
        MergeOpening(words);
        MergeClosing(words);
    }

    private static void MergeOpening(IReadOnlyList<TimedWord> words)
    {
        var following = words.Count - 1;
        for (var i = words.Count - 2; i >= 0; i--)
        {
            var word = words[i];
            if (!word.Text.StartsWith(' ') || !IsOneOf(word.Text.Trim(), Opening))
            {
                following = i;
                continue;
            }
            var next = words[following];
            (next.Text, next.TokenCount) = (word.Text + next.Text, word.TokenCount + next.TokenCount);
            (word.Text, word.TokenCount) = ("", 0);
        }
    }

    private static void MergeClosing(IReadOnlyList<TimedWord> words)
    {
        var previous = 0;
        for (var i = 1; i < words.Count; i++)
        {
            var (word, before) = (words[i], words[previous]);
            if (before.Text.EndsWith(' ') || !IsOneOf(word.Text, Closing))
            {
                previous = i;
                continue;
            }
            (before.Text, before.TokenCount) = (before.Text + word.Text, before.TokenCount + word.TokenCount);
            (word.Text, word.TokenCount) = ("", 0);
        }
    }

    // The empty text (a mark merged already) counts as a mark: merging it again changes nothing and keeps the word before it in reach.
    private static bool IsOneOf(string text, string marks) => marks.Contains(text, StringComparison.Ordinal);
}
