namespace Audire.Evaluation.Scenarios;

/// <summary>How the answers of a scenario become numbers; kept in the run, so that a run can be scored again without its suite.</summary>
public sealed record ScoringRules
{
    /// <summary>Metrics by name; see <c>docs/suites.md</c>.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Metrics that a judge decides. Where a run has one they come first, and the first of them is the main number; else they are left out.</summary>
    public IReadOnlyList<string> Judged { get; init; } = [];

    /// <summary>The number that stands on the board: a metric, or <c>METRIC@COLUMN:worst</c>, the worst of a slice's groups.</summary>
    public required string Main { get; init; }

    /// <summary>The text normaliser. Empty (default): Whisper's for the item's language.</summary>
    public string Normalizer { get; init; } = "";

    /// <summary>Other names of options of a closed set: a system that says one has said its option. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>The group within which answers depend on each other (a speaker, a sentence): what the bootstrap draws. Default: the instance.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Groups for which every metric is given apart.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>A comparison between groups; null for none.</summary>
    public GroupComparison? Compare { get; init; }

    /// <summary>The rules in force in a run.</summary>
    /// <param name="hasJudge">Whether the run has a judge.</param>
    public ScoringRules With(bool hasJudge) => hasJudge && Judged.Count > 0 ? this with { Metrics = [.. Judged, .. Metrics], Main = Judged[0] } : this;
}

/// <summary>Differences of the first metric between groups of instances.</summary>
/// <param name="By">The group, say <c>gender</c> or <c>snr</c>.</param>
/// <param name="Against">The value that the others are compared with, say <c>clean</c>.</param>
/// <param name="Pair">The group that joins twins; empty where groups hold different people and sentences.</param>
/// <param name="OnlyTwins">True where the instances of <paramref name="Against"/> serve this comparison alone and stay out of the overall numbers.</param>
public sealed record GroupComparison(string By, string Against, string Pair, bool OnlyTwins);
