namespace Audire.Reporting.Model;

/// <summary>How an answer did under its scenario's main metric.</summary>
public enum Verdict
{
    /// <summary>The best value the metric has.</summary>
    Right,

    /// <summary>Anything short of it.</summary>
    Wrong,

    /// <summary>The request failed.</summary>
    Failed,

    /// <summary>The metric grades answers: none is right or wrong.</summary>
    Graded,

    /// <summary>The metric is not defined here.</summary>
    Unscored,
}

/// <summary>What one system answered to one instance.</summary>
/// <param name="System">The system.</param>
/// <param name="Text">The answer; null where the request failed. Untrusted text.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Verdict">Right, wrong, graded, failed or unscored.</param>
/// <param name="Scores">Metric name to value.</param>
/// <param name="Seconds">Wall time of the request.</param>
public sealed record AnswerModel(
    SystemModel System, string? Text, string? Error, Verdict Verdict, IReadOnlyDictionary<string, double> Scores, double Seconds);
