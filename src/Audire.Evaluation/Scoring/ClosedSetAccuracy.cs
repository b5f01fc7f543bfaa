namespace Audire.Evaluation.Scoring;

/// <summary>Whether an answer names the right option of a closed set; an answer that names none is wrong, never missing.</summary>
internal sealed class ClosedSetAccuracy(string name, Func<ScoredAnswer, string?> read) : IScore
{
    public string Name => name;

    public bool HigherIsBetter => true;

    public bool IsProportion => true;

    public InstanceScore? Score(ScoredAnswer answer) =>
        answer.Choices.Count == 0 ? null : new(read(answer) is { } option && answer.References.Contains(option) ? 1 : 0, 1);
}
