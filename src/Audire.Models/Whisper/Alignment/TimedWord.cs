namespace Audire.Models.Whisper.Alignment;

/// <summary>A word on its way to its final time: punctuation is merged into it and its ends are moved.</summary>
internal sealed class TimedWord
{
    /// <summary>The text; empty once merged into a neighbour.</summary>
    public required string Text { get; set; }

    /// <summary>Number of tokens behind it; 0 once merged into a neighbour.</summary>
    public required int TokenCount { get; set; }

    /// <summary>Start in seconds.</summary>
    public required double Start { get; set; }

    /// <summary>End in seconds.</summary>
    public required double End { get; set; }

    /// <summary>Mean probability of its tokens.</summary>
    public required double Probability { get; init; }

    /// <summary>End less start.</summary>
    public double Duration => End - Start;
}
