using Audire.Evaluation.Scenarios;
using Audire.Metrics.Alignment;
using Audire.Metrics.Generation;
using Audire.Metrics.Matching;

namespace Audire.Evaluation.Scoring;

/// <summary>HELM's metrics of AHELM (HELM 0.5.16), for <c>--compat helm</c> and for its files; <c>docs/helm.md</c> says where they differ from ours.</summary>
/// <remarks>
/// CIDEr is left out: over single pairs it is 0 always. The corpus BLEU of speech translation is no mean of instances, and its scenarios
/// are not here yet.
/// </remarks>
internal static class HelmScores
{
    private static readonly HelmScore[] Matches =
    [
        Match("exact_match", TextMatch.Exact),
        Match("quasi_exact_match", TextMatch.QuasiExact),
        Match("prefix_exact_match", TextMatch.Prefix),
        Match("quasi_prefix_exact_match", TextMatch.QuasiPrefix),
    ];

    private static readonly HelmScore[] Transcripts =
    [
        Transcript("wer_score", score => score.WordErrorRate),
        Transcript("mer_score", score => score.MatchErrorRate),
        Transcript("wip_score", score => score.WordInformationPreserved, higherIsBetter: true),
        Transcript("cer_score", score => score.CharacterErrorRate),
    ];

    private static readonly HelmScore[] Texts =
    [
        new("f1_score", true, false, (reference, prediction) => TextMatch.TokenF1(reference, prediction) ?? 0),
        new("rouge_l", true, false, (reference, prediction) => Rouge.L(reference, prediction ?? "").FMeasure),
        new("bleu_1", true, false, (reference, prediction) => Bleu(reference, prediction, SentenceBleu.UnigramsOnly)),
        new("bleu_4", true, false, (reference, prediction) => Bleu(reference, prediction, SentenceBleu.FourGramsOnly)),
    ];

    /// <summary>All of them; the judge's two are <see cref="Judging.JudgeQuestion"/>.</summary>
    public static IReadOnlyList<HelmScore> All { get; } = [.. Matches, .. Transcripts, .. Texts];

    /// <summary>What AHELM computes for a task, its main metric first.</summary>
    public static IReadOnlyList<HelmScore> For(string task) => task switch
    {
        ScenarioTask.Transcription => Transcripts,
        ScenarioTask.MultipleChoice => MainFirst("quasi_exact_match"),
        ScenarioTask.Generation => [Texts[1], Texts[0], Texts[2], Texts[3], Matches[0], Matches[1]],
        _ => MainFirst("quasi_prefix_exact_match"),
    };

    private static HelmScore[] MainFirst(string main) => [.. Matches.OrderByDescending(score => score.HelmName == main)];

    private static HelmScore Match(string name, Func<string, string?, double> match) => new(name, true, true, (reference, prediction) => match(reference, prediction));

    private static HelmScore Transcript(string name, Func<HelmTranscriptScore, double> rate, bool higherIsBetter = false) =>
        new(name, higherIsBetter, false, (reference, prediction) => HelmTranscriptScore.Of(reference, prediction) is { } score ? rate(score) : null);

    private static double Bleu(string reference, string? prediction, IReadOnlyList<double> weights) =>
        SentenceBleu.Of([TreebankTokenizer.Tokens(reference)], TreebankTokenizer.Tokens(prediction ?? ""), weights);
}
