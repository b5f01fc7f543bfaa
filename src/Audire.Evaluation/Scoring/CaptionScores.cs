using Audire.Metrics.Generation;

namespace Audire.Evaluation.Scoring;

/// <summary>CIDEr-D of a caption, 0 to 10, where what is rare is learned from the references of the whole scenario. It needs two instances at least.</summary>
internal sealed class CiderScoring : IScore
{
    private readonly CiderReferences _references;

    private CiderScoring(CiderReferences references) => _references = references;

    /// <summary>The metric before a scenario is known to it: every instance is then a set of its own and scores 0.</summary>
    public static CiderScoring Unbound { get; } = new(CiderReferences.Of([]));

    public string Name => "cider";

    public bool HigherIsBetter => true;

    public bool IsProportion => false;

    public IScore Over(IReadOnlyList<IReadOnlyList<string>> references) => new CiderScoring(CiderReferences.Of([.. references.Select(Tokens)]));

    public InstanceScore? Score(ScoredAnswer answer) =>
        _references.Items < 2 ? null : new InstanceScore(_references.Score(CaptionTokenizer.Tokens(answer.Answer ?? ""), Tokens(answer.References)), 1);

    private static IReadOnlyList<IReadOnlyList<string>> Tokens(IReadOnlyList<string> texts) => [.. texts.Select(CaptionTokenizer.Tokens)];
}
