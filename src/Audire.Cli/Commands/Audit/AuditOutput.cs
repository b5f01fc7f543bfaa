using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Audit;

/// <summary>What <c>audire audit --json</c> writes.</summary>
/// <param name="Schema">Version of this document: 1.</param>
/// <param name="Run">The run folder.</param>
/// <param name="Report">The report's first page; null where <c>--no-report</c> was given.</param>
/// <param name="Cells">One number per system, scenario and metric.</param>
/// <param name="Board">The systems ranked.</param>
/// <param name="Seconds">Wall time of this call.</param>
internal sealed record AuditOutput(int Schema, string Run, string? Report, IReadOnlyList<Cell> Cells, IReadOnlyList<BoardRow> Board, double Seconds)
{
    /// <summary>Scenarios for which there was nothing to ask, with the reason.</summary>
    public IReadOnlyList<ScenarioNotRun> NotRun { get; init; } = [];
}

/// <summary>What <c>audire audit --dry-run --json</c> writes.</summary>
/// <param name="Requests">Instances over all systems.</param>
/// <param name="AudioSeconds">Seconds of sound sent.</param>
/// <param name="Cost">The most that priced systems may cost; null where none has a price.</param>
/// <param name="Entries">One entry for each system and scenario.</param>
internal sealed record AuditPlan(int Requests, double AudioSeconds, double? Cost, IReadOnlyList<PlanEntry> Entries);
