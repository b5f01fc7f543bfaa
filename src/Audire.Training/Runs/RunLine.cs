namespace Audire.Training.Runs;

/// <summary>A line of the log: a step, an evaluation, or a note.</summary>
public sealed record RunLine
{
    /// <summary>The kind of a line that tells of a step.</summary>
    public const string Stepped = "step";

    /// <summary>The kind of a line that tells of an evaluation.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>The kind of a line that says something worth knowing.</summary>
    public const string Remark = "note";

    /// <summary><c>step</c>, <c>evaluation</c> or <c>note</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Steps done when it was written.</summary>
    public required long Step { get; init; }

    /// <summary>Passes over the data so far.</summary>
    public double? Epoch { get; init; }

    /// <summary>The loss of the step.</summary>
    public double? Loss { get; init; }

    /// <summary>The share of counted predictions that were right.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The learning rate.</summary>
    public double? Rate { get; init; }

    /// <summary>The norm of the gradient before clipping.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Examples in the step.</summary>
    public int? Examples { get; init; }

    /// <summary>Predictions (tokens, classes) that counted.</summary>
    public long? Counted { get; init; }

    /// <summary>Wall time of the step or the evaluation.</summary>
    public double? Seconds { get; init; }

    /// <summary>Of these, the seconds spent waiting for data.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>What an evaluation measured.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>Something worth knowing.</summary>
    public string? Note { get; init; }
}
