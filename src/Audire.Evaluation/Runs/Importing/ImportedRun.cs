namespace Audire.Evaluation.Runs.Importing;

/// <summary>What one system answered in one scenario, as another program's files tell it.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Scenario">The scenario; its number of instances is counted when all runs are read.</param>
/// <param name="Items">The instances.</param>
internal sealed record ImportedRun(string System, ScenarioRecord Scenario, IReadOnlyList<ImportedItem> Items);

/// <summary>One instance of an imported run.</summary>
/// <param name="Instance">Its name, unique in its scenario.</param>
/// <param name="Prompt">What was asked, for people.</param>
/// <param name="Parts">The request; a recording is named by its hash.</param>
/// <param name="Clips">The recordings, in the order of the request.</param>
/// <param name="References">Accepted answers.</param>
/// <param name="Choices">The closed set; empty where answers are free.</param>
/// <param name="Groups">What it is sliced by.</param>
/// <param name="Answer">The answer; null where the request failed.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record ImportedItem(
    string Instance, string Prompt, IReadOnlyList<RequestPart> Parts, IReadOnlyList<ClipRecord> Clips, IReadOnlyList<string> References,
    IReadOnlyList<string> Choices, IReadOnlyDictionary<string, string> Groups, StoredAnswer? Answer, string? Error)
{
    /// <summary>Most tokens of the answer; 0 where it is not told.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Values that the other program computed, by the names we keep them under.</summary>
    public IReadOnlyDictionary<string, double> Given { get; init; } = new Dictionary<string, double>();
}
