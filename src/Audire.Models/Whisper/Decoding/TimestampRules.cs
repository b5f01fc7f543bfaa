using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>
/// What Whisper may write next when timestamps are on: they come in pairs, never go back, the first is early, and one is forced where
/// all timestamps together are likelier than any text.
/// </summary>
/// <remarks>The rules of openai-whisper's decoding. Immutable; safe to share between threads.</remarks>
/// <param name="endOfText">The end token; ids below it are text.</param>
/// <param name="timestampBegin">The token of 0.00 s; it and all later ids are timestamps.</param>
/// <param name="maxInitialIndex">Steps the first timestamp may lie after 0.00 s; null for no limit.</param>
internal sealed class TimestampRules(int endOfText, int timestampBegin, int? maxInitialIndex)
{
    /// <summary>Forbids what may not follow, in place.</summary>
    /// <param name="logits">Scores of one row, [V], float32.</param>
    /// <param name="generated">What the row has written since the prompt.</param>
    public void Apply(Tensor logits, IReadOnlyList<int> generated)
    {
        using var scope = NewDisposeScope();
        Forbid(logits, timestampBegin - 1, timestampBegin); // no-timestamps is the prompt's to say
        if (generated.Count == 0)
        {
            Forbid(logits, 0, timestampBegin);
            if (maxInitialIndex is { } index) Forbid(logits, timestampBegin + index + 1, logits.shape[0]);
        }
        else
        {
            ApplyPairs(logits, generated);
        }
        ForceLikelyTimestamp(logits);
    }

    private void ApplyPairs(Tensor logits, IReadOnlyList<int> generated)
    {
        var lastIsTimestamp = IsTimestamp(generated[^1]);
        var pairOpen = lastIsTimestamp && generated.Count >= 2 && !IsTimestamp(generated[^2]);
        if (lastIsTimestamp)
        {
            if (pairOpen) Forbid(logits, 0, endOfText);              // the segment just ended: the next begins, or the text ends
            else Forbid(logits, timestampBegin, logits.shape[0]);    // the segment just began: text follows
        }

        // Times never decrease; a segment's end lies after its start, so that decoding cannot run in place.
        if (generated.LastOrDefault(IsTimestamp, -1) is var last and >= 0)
            Forbid(logits, timestampBegin, pairOpen ? last : last + 1);
    }

    private void ForceLikelyTimestamp(Tensor logits)
    {
        var timestamps = logits.narrow(0, timestampBegin, logits.shape[0] - timestampBegin).logsumexp(0); // []
        var text = logits.narrow(0, 0, timestampBegin).max();                                              // []
        if (timestamps.gt(text).item<bool>()) Forbid(logits, 0, timestampBegin);
    }

    private bool IsTimestamp(int token) => token >= timestampBegin;

    private static void Forbid(Tensor logits, long from, long to)
    {
        to = Math.Min(to, logits.shape[0]);
        if (from < to) logits.narrow(0, from, to - from).fill_(float.NegativeInfinity);
    }
}
