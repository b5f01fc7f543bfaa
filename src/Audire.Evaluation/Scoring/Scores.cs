using Audire.Evaluation.Judging;
using Audire.Metrics.Alignment;
using Audire.Metrics.Generation;
using Audire.Metrics.Instructions;
using Audire.Metrics.Matching;
using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>The metrics that a suite may name.</summary>
public static class Scores
{
    /// <summary>All metrics; <c>docs/suites.md</c> explains each.</summary>
    public static IReadOnlyList<IScore> All { get; } = [.. Transcripts(), .. Choices(), .. Texts(), .. Instructions()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(score => score.Name)];

    /// <summary>The names of text normalisers.</summary>
    public static IReadOnlyList<string> Normalizers { get; } = [.. TextNormalizers.All.Select(n => n.Name)];

    /// <summary>The metric of a name: one that suites may name, one of HELM's (<c>helm:wer_score</c>), or one whose values were imported (<c>reported:bleu</c>).</summary>
    /// <exception cref="ArgumentException">No metric has the name.</exception>
    public static IScore ByName(string name) => All.FirstOrDefault(score => score.Name == name) ?? HelmScores.All.FirstOrDefault(score => score.Name == name)
        ?? (name.StartsWith(GivenScore.Reported, StringComparison.Ordinal) ? GivenScore.Imported(name) : (IScore?)null)
        ?? throw new ArgumentException($"'{name}' is no metric; use one of {string.Join(", ", Names)}.", nameof(name));

    private static IEnumerable<IScore> Transcripts() =>
    [
        new TranscriptErrors("wer", (reference, answer, normalizer) => TranscriptScore.Of(reference, answer, normalizer).Words, weighted: true),
        new TranscriptErrors("wer-mean", (reference, answer, normalizer) => TranscriptScore.Of(reference, answer, normalizer).Words, weighted: false),
        new TranscriptErrors("cer", (reference, answer, normalizer) => TranscriptScore.Of(reference, answer, normalizer).Characters, weighted: true),
        new TranscriptErrors("per", (reference, answer, _) => PhoneScore.Of(reference, answer), weighted: true),
        new TranscriptErrors("wer-permutation", OverlappedSpeechScore.Of, weighted: true),
    ];

    private static IEnumerable<IScore> Choices() =>
    [
        new ClosedSetAccuracy("accuracy", answer => ClosedAnswer.Strict(answer.Answer, answer.Choices, answer.Aliases)),
        new ClosedSetAccuracy("accuracy-lenient", answer => ClosedAnswer.Strict(answer.Answer, answer.Choices, answer.Aliases) ?? ClosedAnswer.Lenient(answer.Raw, answer.Choices, answer.Aliases)),
        new TextAgreement("exact-match", TextMatch.Exact),
        new TextAgreement("quasi-exact-match", TextMatch.QuasiExact),
        new TextAgreement("prefix-exact-match", TextMatch.Prefix),
        new TextAgreement("quasi-prefix-exact-match", TextMatch.QuasiPrefix),
        AnswerScore.Share("accuracy-mention", higherIsBetter: true, Mention.Holds),
    ];

    private static IEnumerable<IScore> Texts() =>
    [
        new BleuScore("bleu-4", BleuTokenization.V13A),
        new BleuScore("bleu-4-char", BleuTokenization.Character),
        AnswerScore.Mean("meteor", answer => Meteor.Of([.. answer.References.Select(CaptionTokenizer.Tokens)], CaptionTokenizer.Tokens(answer.Answer ?? ""))),
        AnswerScore.Mean("rouge-l", answer => answer.References.Max(reference => Rouge.L(reference, answer.Answer ?? "").FMeasure)),
        CiderScoring.Unbound,
    ];

    private static IEnumerable<IScore> Instructions() =>
    [
        AnswerScore.Mean("diversity", answer => Diversity.UniqueWords(answer.Answer)),
        AnswerScore.Share("following-story", higherIsBetter: true, answer => FollowingRate.IsStory(answer.Answer)),
        AnswerScore.Share("following-answer", higherIsBetter: true, answer => FollowingRate.IsNoTranscript(answer.Answer, answer.Heard)),
        .. JudgeQuestion.All.Select(question => new GivenScore(question.Metric, higherIsBetter: true, isProportion: question.IsYesOrNo)),
        AnswerScore.Share("repeat-rate", higherIsBetter: false, answer => RepeatRate.IsLoop(answer.Answer)),
        new AnswerScore("keyword-accuracy", higherIsBetter: true, isProportion: false, answer =>
            KeywordAccuracy.Score(answer.References.SelectMany(KeywordAccuracy.Split), answer.Answer) is var (right, possible)
                ? new InstanceScore((double)right / possible, possible) : null),
    ];
}
