namespace Audire.Models.Whisper.Transcribing;

/// <summary>A stretch of a window's tokens.</summary>
/// <param name="Start">Start in steps of 20 ms from the window's start.</param>
/// <param name="End">End in the same unit.</param>
/// <param name="Tokens">Its tokens, timestamps included.</param>
internal sealed record TokenSpan(double Start, double End, IReadOnlyList<int> Tokens);

/// <summary>A window's tokens cut at its timestamps, and how far the next window may move on.</summary>
/// <param name="Spans">The stretches, in order.</param>
/// <param name="Advance">Frames of 10 ms to the next window's start.</param>
/// <param name="EndsWithSpeech">Whether the last stretch may go on in the next window: it did not end with a single timestamp.</param>
internal sealed record WindowSegments(IReadOnlyList<TokenSpan> Spans, int Advance, bool EndsWithSpeech)
{
    // The encoder's second convolution makes one position of two frames.
    private const int FramesAPosition = 2;

    /// <summary>Cuts a window's tokens.</summary>
    /// <param name="tokens">What the decoder wrote.</param>
    /// <param name="timestampBegin">The token of 0.00 s.</param>
    /// <param name="frames">Frames of 10 ms of the window that hold sound.</param>
    /// <remarks>
    /// Two timestamps side by side end one stretch and start the next. Text after the last pair is unfinished and left to the next
    /// window, which starts at that pair; a single timestamp at the end says instead that nothing more is said in this one.
    /// </remarks>
    public static WindowSegments Cut(IReadOnlyList<int> tokens, int timestampBegin, int frames)
    {
        bool IsTimestamp(int index) => tokens[index] >= timestampBegin;
        var endsWithSingle = tokens.Count >= 2 && IsTimestamp(tokens.Count - 1) && !IsTimestamp(tokens.Count - 2);
        var cuts = Enumerable.Range(1, Math.Max(0, tokens.Count - 1)).Where(i => IsTimestamp(i - 1) && IsTimestamp(i)).ToList();
        if (cuts.Count == 0) return new WindowSegments([Whole(tokens, timestampBegin, frames)], frames, !endsWithSingle);
        if (endsWithSingle) cuts.Add(tokens.Count);

        List<TokenSpan> spans = [];
        var from = 0;
        foreach (var to in cuts)
        {
            spans.Add(new TokenSpan(tokens[from] - timestampBegin, tokens[to - 1] - timestampBegin, [.. tokens.Skip(from).Take(to - from)]));
            from = to;
        }
        var advance = endsWithSingle ? frames : (tokens[from - 1] - timestampBegin) * FramesAPosition;
        return new WindowSegments(spans, advance, !endsWithSingle);
    }

    // Without a pair there is one stretch; it lasts to its last timestamp, or through the window.
    private static TokenSpan Whole(IReadOnlyList<int> tokens, int timestampBegin, int frames)
    {
        var last = tokens.LastOrDefault(token => token >= timestampBegin, timestampBegin) - timestampBegin;
        return new TokenSpan(0, last > 0 ? last : frames / (double)FramesAPosition, tokens);
    }
}
