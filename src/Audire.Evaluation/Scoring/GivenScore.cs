namespace Audire.Evaluation.Scoring;

/// <summary>A value that is not computed from the answer here but was given: by a judge, or by the program whose results were imported.</summary>
/// <param name="name">The metric's name, under which the value stands in <see cref="ScoredAnswer.Given"/>.</param>
/// <param name="higherIsBetter">Its direction.</param>
/// <param name="isProportion">Whether every value is 0 or 1.</param>
internal sealed class GivenScore(string name, bool higherIsBetter, bool isProportion = false) : IScore
{
    /// <summary>What names of imported values begin with.</summary>
    public const string Reported = "reported:";

    // Names of error rates in HELM's files; of everything else more is better.
    private static readonly string[] LowerIsBetter = ["wer", "mer", "cer", "toxic", "error"];

    public string Name => name;

    public bool HigherIsBetter => higherIsBetter;

    public bool IsProportion => isProportion;

    /// <summary>The metric of an imported value.</summary>
    public static GivenScore Imported(string name) =>
        new(name, !name.Split(':', '_').Any(part => LowerIsBetter.Contains(part, StringComparer.OrdinalIgnoreCase)));

    public InstanceScore? Score(ScoredAnswer answer) => answer.Given.TryGetValue(Name, out var value) ? new InstanceScore(value, 1) : null;
}
