namespace Audire.Evaluation.Scoring;

/// <summary>A metric that a function of the answer gives.</summary>
/// <param name="name">The metric's name.</param>
/// <param name="higherIsBetter">Its direction.</param>
/// <param name="isProportion">Whether every score is 0 or 1 and weighs the same.</param>
/// <param name="score">The score; null where it is not defined.</param>
internal sealed class AnswerScore(string name, bool higherIsBetter, bool isProportion, Func<ScoredAnswer, InstanceScore?> score) : IScore
{
    /// <summary>Whether something holds of an answer; null where that cannot be told.</summary>
    public static AnswerScore Share(string name, bool higherIsBetter, Func<ScoredAnswer, bool?> holds) =>
        new(name, higherIsBetter, isProportion: true, answer => holds(answer) is { } does ? new InstanceScore(does ? 1 : 0, 1) : null);

    /// <summary>A number for each answer, of which the mean is taken.</summary>
    public static AnswerScore Mean(string name, Func<ScoredAnswer, double> value) =>
        new(name, higherIsBetter: true, isProportion: false, answer => new InstanceScore(value(answer), 1));

    public string Name => name;

    public bool HigherIsBetter => higherIsBetter;

    public bool IsProportion => isProportion;

    public InstanceScore? Score(ScoredAnswer answer) => score(answer);
}
