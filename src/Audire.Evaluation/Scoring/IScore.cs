using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>A metric of single answers, whose weighted mean is a cell of the board.</summary>
/// <remarks>Implementations are stateless and thread safe.</remarks>
public interface IScore
{
    /// <summary>The name, say <c>wer</c>.</summary>
    string Name { get; }

    /// <summary>True where more is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>True where every score is 0 or 1 and weighs the same, so that Wilson's interval holds.</summary>
    bool IsProportion { get; }

    /// <summary>Scores an answer; null where the score is not defined, which is reported as missing.</summary>
    InstanceScore? Score(ScoredAnswer answer);

    /// <summary>The metric for the instances of one scenario, where it depends on them: CIDEr learns from all references what is rare.</summary>
    /// <param name="references">The references of every instance, in order.</param>
    IScore Over(IReadOnlyList<IReadOnlyList<string>> references) => this;
}

/// <summary>A metric of a corpus that is no mean over its answers, such as BLEU: what was counted adds up, and the value is a function of the sums.</summary>
public interface ICorpusScore : IScore
{
    /// <summary>The value of a corpus; null where it is not defined.</summary>
    /// <param name="sums">The <see cref="InstanceScore.Counts"/> of its answers, added up.</param>
    double? Value(ReadOnlySpan<double> sums);
}

/// <summary>A score and what it weighs in the mean.</summary>
/// <param name="Value">The score of this answer alone.</param>
/// <param name="Weight">1, or the length of the reference where the mean is to be the corpus rate.</param>
public readonly record struct InstanceScore(double Value, double Weight)
{
    /// <summary>What a metric of a corpus counted in this answer; null for all others.</summary>
    public double[]? Counts { get; init; }
}

/// <summary>What a metric sees.</summary>
/// <param name="Answer">What the system said; for multiple choice the option that its letter stands for, null where it stands for none.</param>
/// <param name="Raw">What the system said, as it said it.</param>
/// <param name="References">Accepted answers, one at least.</param>
/// <param name="Choices">The closed set; empty where answers are free.</param>
/// <param name="Normalizer">The normaliser of transcripts.</param>
public sealed record ScoredAnswer(
    string? Answer, string Raw, IReadOnlyList<string> References, IReadOnlyList<string> Choices, ITextNormalizer Normalizer)
{
    /// <summary>What is said in the recording; empty where that is not known.</summary>
    public string Heard { get; init; } = "";

    /// <summary>Other names of options of the closed set.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>Values that came with the answer instead of being computed from it, by metric: a judge's, or imported ones. Default: none.</summary>
    public IReadOnlyDictionary<string, double> Given { get; init; } = new Dictionary<string, double>();
}
