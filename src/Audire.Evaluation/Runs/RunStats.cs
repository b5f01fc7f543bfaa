namespace Audire.Evaluation.Runs;

/// <summary>All numbers of a run: <c>stats.json</c>, derived from the stored answers and nothing else.</summary>
/// <remarks>Immutable. Computing it again over the same answers gives the same bytes.</remarks>
public sealed record RunStats
{
    /// <summary>The layout of the file.</summary>
    public int Schema { get; init; } = RunSpec.CurrentSchema;

    /// <summary>True where every planned request was answered or has failed for good.</summary>
    public required bool Complete { get; init; }

    /// <summary>Instances that were planned, over all systems.</summary>
    public required int Planned { get; init; }

    /// <summary>Instances with a stored answer.</summary>
    public required int Answered { get; init; }

    /// <summary>Instances whose last attempt failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Seconds spent waiting for answers, each counted when it was first given.</summary>
    public required double Seconds { get; init; }

    /// <summary>Scenarios for which there was nothing to ask, with the reason.</summary>
    public IReadOnlyList<ScenarioNotRun> NotRun { get; init; } = [];

    /// <summary>One number per system, scenario and metric.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>The systems ranked.</summary>
    public required IReadOnlyList<BoardRow> Board { get; init; }

    /// <summary>Every pair of systems compared on the instances that both answered.</summary>
    public required IReadOnlyList<PairedDifference> Differences { get; init; }

    /// <summary>Tokens, seconds of sound and cost by system.</summary>
    public required IReadOnlyList<Usage> Usage { get; init; }
}

/// <summary>Two systems compared on the same instances, in the scenario's main metric.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Metric">The metric.</param>
/// <param name="First">One system.</param>
/// <param name="Second">The other.</param>
/// <param name="Value">First minus second.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Interval">The interval's method.</param>
/// <param name="N">Instances that both have a score for.</param>
/// <param name="Better">The better system where the interval leaves out zero, else null.</param>
public sealed record PairedDifference(
    string Scenario, string Metric, string First, string Second,
    double? Value, double? Low, double? High, string Interval, int N, string? Better);

/// <summary>What a system used.</summary>
/// <param name="System">The system.</param>
/// <param name="Requests">Distinct requests with a stored answer.</param>
/// <param name="Seconds">Seconds spent on them.</param>
/// <param name="AudioSeconds">Seconds of sound sent.</param>
/// <param name="InputTokens">Tokens read, where the system tells.</param>
/// <param name="OutputTokens">Tokens written, where the system tells.</param>
/// <param name="Cost">Estimated cost in the price's currency; null where no price is known.</param>
public sealed record Usage(
    string System, int Requests, double Seconds, double AudioSeconds, long? InputTokens, long? OutputTokens, double? Cost);
