namespace Audire.Models.Whisper;

/// <summary>A stretch of speech with its text. Quality figures are those of the whole 30-second window it came from.</summary>
public sealed record TranscriptionSegment
{
    /// <summary>Number of the segment in the recording, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Where the window it came from starts, in frames of 10 ms.</summary>
    public required int Seek { get; init; }

    /// <summary>Start in seconds.</summary>
    public required double Start { get; init; }

    /// <summary>End in seconds.</summary>
    public required double End { get; init; }

    /// <summary>The text as the decoder wrote it, usually with a space before it; empty for a segment without length or words.</summary>
    public required string Text { get; init; }

    /// <summary>The token ids behind the text, timestamps included.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>Mean log-probability of the window's tokens, its end included.</summary>
    public required double AvgLogProb { get; init; }

    /// <summary>Probability, from 0 to 1, that nobody speaks in the window.</summary>
    public required double NoSpeechProb { get; init; }

    /// <summary>Bytes of the window's text over their number when compressed; high for text that repeats itself.</summary>
    public required double CompressionRatio { get; init; }

    /// <summary>The temperature that gave the text.</summary>
    public required double Temperature { get; init; }

    /// <summary>Words with their times; empty unless <see cref="TranscribeOptions.WordTimestamps"/> was set.</summary>
    public IReadOnlyList<TranscriptionWord> Words { get; init; } = [];
}
