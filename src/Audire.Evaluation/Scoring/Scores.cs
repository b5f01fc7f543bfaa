using Audire.Metrics.Matching;
using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>The metrics that a suite may name.</summary>
public static class Scores
{
    /// <summary>All metrics; <c>docs/suites.md</c> explains each.</summary>
    public static IReadOnlyList<IScore> All { get; } =
    [
        new TranscriptErrors("wer", score => score.Words, weighted: true),
        new TranscriptErrors("wer-mean", score => score.Words, weighted: false),
        new TranscriptErrors("cer", score => score.Characters, weighted: true),
        new ClosedSetAccuracy("accuracy", answer => ClosedAnswer.Strict(answer.Answer, answer.Choices)),
        new ClosedSetAccuracy("accuracy-lenient", answer => ClosedAnswer.Strict(answer.Answer, answer.Choices) ?? ClosedAnswer.Lenient(answer.Raw, answer.Choices)),
        new TextAgreement("exact-match", TextMatch.Exact),
        new TextAgreement("quasi-exact-match", TextMatch.QuasiExact),
        new TextAgreement("prefix-exact-match", TextMatch.Prefix),
        new TextAgreement("quasi-prefix-exact-match", TextMatch.QuasiPrefix),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(score => score.Name)];

    /// <summary>The names of text normalisers.</summary>
    public static IReadOnlyList<string> Normalizers { get; } = [.. TextNormalizers.All.Select(n => n.Name)];

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">No metric has the name.</exception>
    public static IScore ByName(string name) => All.FirstOrDefault(score => score.Name == name)
        ?? throw new ArgumentException($"'{name}' is no metric; use one of {string.Join(", ", Names)}.", nameof(name));
}
