using System.ComponentModel.DataAnnotations;
using Audire.Evaluation.Clients;
using Audire.Metrics.Judging;

namespace Audire.Evaluation.Runs;

/// <summary>How an audit is run.</summary>
public sealed record RunOptions
{
    /// <summary>The run folder.</summary>
    public required string Directory { get; init; }

    /// <summary>True to continue the run in <see cref="Directory"/>; false (default) requires a folder without a run.</summary>
    public bool Resume { get; init; }

    /// <summary>Requests in flight at once. Default 1: local models then give the same bits in every run.</summary>
    [Range(1, 256)]
    public int Concurrency { get; init; } = 1;

    /// <summary>Most rows a scenario takes; null (default) for all that it selects.</summary>
    public int? Limit { get; init; }

    /// <summary>True to take only as many rows as each scenario's <c>quick</c> says.</summary>
    public bool Quick { get; init; }

    /// <summary>The aspects to run; empty (default) for all.</summary>
    public IReadOnlyList<string> Aspects { get; init; } = [];

    /// <summary>The part of the instances to ask; <see cref="Shard.Whole"/> by default.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>The share of failed instances, 0 to 1, above which the run does not pass. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double MaxFailed { get; init; }

    /// <summary>What may be spent on systems with a price; null (default) for no bound. No request that might exceed it is sent.</summary>
    public double? MaxCost { get; init; }

    /// <summary>Who judges the answers of judged scenarios; null (default) for none: rules decide. It reads text alone, and its owner disposes it.</summary>
    public ISystem? Judge { get; init; }

    /// <summary>Cells that must reach a value; default none.</summary>
    public IReadOnlyList<CellRule> FailUnder { get; init; } = [];

    /// <summary>What a judge is asked for a rating; null (default) for <see cref="JudgePrompt.Rating"/>.</summary>
    public JudgePrompt? RatingPrompt { get; init; }

    /// <summary>True to score as HELM's board does (<c>--compat helm</c>): its metrics by its rules, quirks included. Default false.</summary>
    public bool CompatibleWithHelm { get; init; }

    /// <summary>The command line as typed, for the record.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Device, dtype, threads and libtorch, for the record.</summary>
    public IReadOnlyDictionary<string, string> Engine { get; init; } = new Dictionary<string, string>();
}
