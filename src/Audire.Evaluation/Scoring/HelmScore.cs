using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>
/// A metric exactly as HELM's board has it: the largest value over the references (of error rates too), every instance weighing the same, and
/// nothing where HELM would fail.
/// </summary>
/// <param name="helmName">The name in HELM's files; ours is <c>helm:</c> and that.</param>
/// <param name="higherIsBetter">Its direction.</param>
/// <param name="isProportion">Whether every value is 0 or 1.</param>
/// <param name="value">Reference and trimmed prediction to a value.</param>
internal sealed class HelmScore(string helmName, bool higherIsBetter, bool isProportion, Func<string, string?, double?> value) : IScore
{
    /// <summary>What our names of HELM's metrics begin with.</summary>
    public const string Prefix = "helm:";

    public string HelmName => helmName;

    public string Name { get; } = Prefix + helmName;

    public bool HigherIsBetter => higherIsBetter;

    public bool IsProportion => isProportion;

    public InstanceScore? Score(ScoredAnswer answer)
    {
        var prediction = answer.Answer is { } text ? PythonText.Strip(text) : null;
        return answer.References.Max(reference => value(reference, prediction)) is { } best ? new InstanceScore(best, 1) : null;
    }
}
