using Audire.Metrics.Generation;

namespace Audire.Evaluation.Scoring;

/// <summary>BLEU-4 of all answers together, 0 to 100 (sacrebleu's). The score of one answer alone, which the report shows, has effective order.</summary>
internal sealed class BleuScore(string name, BleuTokenization tokenization) : ICorpusScore
{
    private readonly CorpusBleuOptions _corpus = new(tokenization), _single = new(tokenization, EffectiveOrder: true);

    public string Name => name;

    public bool HigherIsBetter => true;

    public bool IsProportion => false;

    public InstanceScore? Score(ScoredAnswer answer)
    {
        var bleu = CorpusBleu.Of([answer.Answer ?? ""], [.. answer.References.Select(reference => (IReadOnlyList<string>)[reference])], _single);
        return new InstanceScore(bleu.Score, 1) { Counts = [.. bleu.Matches, .. bleu.Totals, bleu.HypothesisLength, bleu.ReferenceLength] };
    }

    public double? Value(ReadOnlySpan<double> sums)
    {
        long[] counts = [.. sums.ToArray().Select(sum => (long)sum)];
        int order = _corpus.MaxOrder;
        return counts[^1] == 0 ? null : CorpusBleu.OfCounts(counts[..order], counts[order..(2 * order)], counts[^2], counts[^1], _corpus).Score;
    }
}
