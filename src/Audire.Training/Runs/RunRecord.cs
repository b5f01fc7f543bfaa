using System.Text.Json;

namespace Audire.Training.Runs;

/// <summary>What a training is, written once as <c>training.json</c>: what was asked for, over which data, with which code, on which machine.</summary>
public sealed record RunRecord
{
    /// <summary>The layout of the folder this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The layout this one was written in.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>What is trained, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The command line as it was typed.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Every setting with the value that took effect.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Everything the course of the weights depends on.</summary>
    public IReadOnlyDictionary<string, string> Identity { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Code, packages, machine and engine, as audits record them.</summary>
    public JsonElement? Environment { get; init; }

    /// <summary>What was left out of the data, by reason.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>When the run began; a resumed run keeps its first time.</summary>
    public DateTimeOffset Started { get; init; }
}
