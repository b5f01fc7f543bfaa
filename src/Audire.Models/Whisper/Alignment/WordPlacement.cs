namespace Audire.Models.Whisper.Alignment;

/// <summary>
/// Hands a window's words out to its segments and mends what alignment gets wrong: words stretched over a pause, and segment times
/// that disagree with their first and last word.
/// </summary>
/// <remarks>The bounds (median duration up to 0.7 s, twice that at most, half a second of trust in timestamps) are openai-whisper's.</remarks>
internal sealed class WordPlacement
{
    private const double LongestMedian = 0.7;
    private const double TimestampTrust = 0.5;
    private const string SentenceEnds = ".。!！?？";

    private readonly IReadOnlyList<TimedWord> _words;
    private readonly double _median;
    private readonly double _longest;
    private double _lastSpeech;
    private int _next;

    /// <param name="words">The window's words, times relative to its start; changed.</param>
    /// <param name="lastSpeech">Where speech last ended, in seconds from the recording's start.</param>
    public WordPlacement(IReadOnlyList<TimedWord> words, double lastSpeech)
    {
        var durations = words.Select(word => word.Duration).Where(duration => duration != 0).Order().ToArray();
        _words = words;
        _lastSpeech = lastSpeech;
        _median = durations.Length == 0 ? 0 : Math.Min(LongestMedian, Median(durations));
        _longest = 2 * _median;
        if (durations.Length > 0) ShortenAtSentenceEnds();
        PunctuationMerger.Merge(words);
    }

    /// <summary>Where speech last ended, after the segments placed so far.</summary>
    public double LastSpeech => _lastSpeech;

    /// <summary>Gives the next segment its words.</summary>
    /// <param name="segment">The segment; of it, start and end may move.</param>
    /// <param name="textTokens">Number of its text tokens.</param>
    /// <param name="offset">Start of the window, in seconds.</param>
    public TranscriptionSegment Place(TranscriptionSegment segment, int textTokens, double offset)
    {
        List<TranscriptionWord> words = [];
        for (var taken = 0; _next < _words.Count && taken < textTokens; _next++)
        {
            var word = _words[_next];
            taken += word.TokenCount;
            if (word.Text.Length > 0) words.Add(new TranscriptionWord(word.Text, Rounded(offset + word.Start), Rounded(offset + word.End), word.Probability));
        }
        if (words.Count == 0) return segment;
        ShortenAfterPause(words);
        segment = FitEnd(FitStart(segment, words), words);
        _lastSpeech = segment.End;
        return segment with { Words = words };
    }

    // A long word next to the end of a sentence holds the pause: the mark keeps the beginning, the word after it the end.
    private void ShortenAtSentenceEnds()
    {
        for (var i = 1; i < _words.Count; i++)
        {
            var word = _words[i];
            if (word.Duration <= _longest) continue;
            if (EndsSentence(word)) word.End = word.Start + _longest;
            else if (EndsSentence(_words[i - 1])) word.Start = word.End - _longest;
        }
    }

    // After a long pause the first word, or the first two together, often begin inside it.
    private void ShortenAfterPause(List<TranscriptionWord> words)
    {
        var first = words[0];
        var second = words.Count > 1 ? words[1] : null;
        var afterPause = first.End - _lastSpeech > 4 * _median;
        var tooLong = first.End - first.Start > _longest || (second is not null && second.End - first.Start > 2 * _longest);
        if (!afterPause || !tooLong) return;
        if (second is not null && second.End - second.Start > _longest)
        {
            var boundary = Math.Max(second.End / 2, second.End - _longest);
            words[1] = second with { Start = boundary };
            first = first with { End = boundary };
        }
        words[0] = first with { Start = Math.Max(0, first.End - _longest) };
    }

    private TranscriptionSegment FitStart(TranscriptionSegment segment, List<TranscriptionWord> words)
    {
        var first = words[0];
        if (segment.Start >= first.End || segment.Start - TimestampTrust <= first.Start) return segment with { Start = first.Start };
        words[0] = first with { Start = Math.Max(0, Math.Min(first.End - _median, segment.Start)) };
        return segment;
    }

    private TranscriptionSegment FitEnd(TranscriptionSegment segment, List<TranscriptionWord> words)
    {
        var last = words[^1];
        if (segment.End <= last.Start || segment.End + TimestampTrust >= last.End) return segment with { End = last.End };
        words[^1] = last with { End = Math.Max(last.Start + _median, segment.End) };
        return segment;
    }

    private static bool EndsSentence(TimedWord word) => SentenceEnds.Contains(word.Text, StringComparison.Ordinal);

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    private static double Rounded(double seconds) => Math.Round(seconds, 2, MidpointRounding.ToEven);
}
