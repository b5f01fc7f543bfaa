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
}

/// <summary>A score and what it weighs in the mean.</summary>
/// <param name="Value">The score.</param>
/// <param name="Weight">1, or the length of the reference where the mean is to be the corpus rate.</param>
public readonly record struct InstanceScore(double Value, double Weight);

/// <summary>What a metric sees.</summary>
/// <param name="Answer">What the system said; for multiple choice the option that its letter stands for, null where it stands for none.</param>
/// <param name="Raw">What the system said, as it said it.</param>
/// <param name="References">Accepted answers, one at least.</param>
/// <param name="Choices">The closed set; empty where answers are free.</param>
/// <param name="Normalizer">The normaliser of transcripts.</param>
public sealed record ScoredAnswer(
    string? Answer, string Raw, IReadOnlyList<string> References, IReadOnlyList<string> Choices, ITextNormalizer Normalizer);
