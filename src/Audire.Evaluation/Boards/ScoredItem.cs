using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Boards;

/// <summary>An instance of one system with its scores, before they are gathered.</summary>
/// <param name="Instance">Its id.</param>
/// <param name="Groups">What it is sliced by.</param>
/// <param name="Failed">True where the request failed.</param>
/// <param name="Scores">Metric to score; a metric that is not defined is absent.</param>
internal sealed record ScoredItem(
    string Instance, IReadOnlyDictionary<string, string> Groups, bool Failed, IReadOnlyDictionary<string, InstanceScore> Scores)
{
    /// <summary>The value of a group; empty where it has none.</summary>
    public string Group(string name) => Groups.GetValueOrDefault(name, "");
}
