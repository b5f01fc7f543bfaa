using Audire.Metrics.Normalization;

namespace Audire.Metrics.Alignment;

/// <summary>
/// The best-permutation word error rate of an answer that writes down several talkers in one text, a sentence each, in any order.
/// </summary>
/// <remarks>
/// The text is cut after a full stop, question or exclamation mark, at a line break or at <c>|</c>. Where an answer has more pieces than there are talkers,
/// neighbouring pieces are joined in the way that costs least; where it has fewer, a talker is missing and all deletions. See
/// <see cref="PermutationAlignment"/> for texts that are apart already. Stateless; safe to call from any thread.
/// </remarks>
public static class OverlappedSpeechScore
{
    // The number of ways to join pieces grows fast; an answer beyond this many is cut no finer than into so many.
    private const int MostPieces = 12;

    /// <summary>Compares two texts; the number of talkers is the reference's.</summary>
    /// <param name="reference">What the talkers say.</param>
    /// <param name="hypothesis">What was recognised; null counts as nothing.</param>
    /// <param name="normalizer">Default: SALMONN's.</param>
    public static EditCounts Of(string reference, string? hypothesis, ITextNormalizer? normalizer = null)
    {
        normalizer ??= TextNormalizers.Salmonn;
        var talkers = Streams(reference, normalizer);
        var pieces = Streams(hypothesis ?? "", normalizer);
        if (pieces.Count > MostPieces) pieces = [.. pieces.Take(MostPieces - 1), string.Join(' ', pieces.Skip(MostPieces - 1))];
        return Groupings(pieces, Math.Max(1, talkers.Count)).Select(streams => PermutationAlignment.Of(talkers, streams).Counts).MinBy(counts => counts.Errors);
    }

    /// <summary>The pieces of a text, one a talker, normalised; those that normalise to nothing are left out.</summary>
    public static IReadOnlyList<string> Streams(string text, ITextNormalizer normalizer)
    {
        var pieces = new List<string>();
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsEnd(text, i)) continue;
            if (PythonText.Strip(normalizer.Normalize(text[start..i])) is { Length: > 0 } piece) pieces.Add(piece);
            start = Math.Min(i + 1, text.Length);
        }

        return pieces;
    }

    // A stop inside a word or number ("3.5", "U.S.") parts no sentences.
    private static bool IsEnd(string text, int i) =>
        text[i] is '\n' or '|' or '。' or '！' or '？' || (text[i] is '.' or '?' or '!' && (i + 1 == text.Length || PythonText.IsWhiteSpace(text[i + 1])));

    // All ways to join neighbours until no more than so many are left.
    private static IEnumerable<IReadOnlyList<string>> Groupings(IReadOnlyList<string> pieces, int most)
    {
        if (pieces.Count <= most || most == 1)
        {
            yield return most == 1 ? [string.Join(' ', pieces)] : pieces;
            yield break;
        }

        for (int first = 1; first <= pieces.Count - most + 1; first++)
            foreach (var rest in Groupings([.. pieces.Skip(first)], most - 1)) yield return [string.Join(' ', pieces.Take(first)), .. rest];
    }
}
