using Audire.Metrics.Matching;

namespace Audire.Evaluation.Scoring;

/// <summary>One of HELM's match metrics: the best over the references, 0 where there is no answer.</summary>
internal sealed class TextAgreement(string name, Func<string, string?, double> match) : IScore
{
    public string Name => name;

    public bool HigherIsBetter => true;

    public bool IsProportion => true;

    public InstanceScore? Score(ScoredAnswer answer) => new(TextMatch.Best(answer.References, answer.Answer, match), 1);
}
