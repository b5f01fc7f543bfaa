using System.Text.Json;
using Audire.Metrics.Alignment;
using Audire.Metrics.Normalization;
using Xunit;

namespace Audire.Tests.Metrics;

public class TranscriptScoreTests
{
    [Fact]
    public void Rates_and_counts_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("asr.json");
        foreach (var c in fixture.Cases("cases"))
        {
            string gold = c.Text("gold"), prediction = c.Text("pred"), what = MetricFixture.Describe(c);
            fixture.Equal(c.Text("norm_gold"), TextNormalizers.HelmWithArticles.Normalize(gold), what);
            fixture.Equal(c.Text("norm_pred"), TextNormalizers.HelmWithArticles.Normalize(prediction), what);

            var helm = HelmTranscriptScore.Of(gold, prediction);
            var expected = c.Maybe("helm") ?? default;
            fixture.Number(expected, "wer_score", helm?.WordErrorRate, $"helm WER of {what}");
            fixture.Number(expected, "mer_score", helm?.MatchErrorRate, $"helm MER of {what}");
            fixture.Number(expected, "wip_score", helm?.WordInformationPreserved, $"helm WIP of {what}");
            fixture.Number(expected, "cer_score", helm?.CharacterErrorRate, $"helm CER of {what}");

            var score = TranscriptScore.Of(gold, prediction);
            Counts(fixture, c, "words", score.Words, what);
            Counts(fixture, c, "chars", score.Characters, what);
            if (c.Maybe("words") is { ValueKind: JsonValueKind.Object } words) Rates(fixture, words, score, what);
            if (c.Maybe("strict") is { ValueKind: JsonValueKind.Object } strict) Rates(fixture, strict, score, what);
            else if (c.Maybe("strict") is { ValueKind: JsonValueKind.Null }) fixture.Equal(null, score.WordErrorRate, $"strict WER of {what}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Null_predictions_score_zero_as_helm_has_it()
    {
        using var fixture = MetricFixture.Open("text_match.json");
        foreach (var c in fixture.Cases("null_predictions"))
        {
            var helm = HelmTranscriptScore.Of(c.Text("gold"), c.TextOrNull("pred"));
            fixture.Number(c, "wer_score", helm?.WordErrorRate);
            fixture.Number(c, "mer_score", helm?.MatchErrorRate);
            fixture.Number(c, "wip_score", helm?.WordInformationPreserved);
            fixture.Number(c, "cer_score", helm?.CharacterErrorRate);
        }
        fixture.Verify();
    }

    [Fact]
    public void Chinese_rates_follow_from_the_recorded_words()
    {
        using var fixture = MetricFixture.Open("asr.json");
        foreach (var c in fixture.Cases("chinese"))
        {
            string gold = string.Join(' ', c.Texts("jieba_gold")), prediction = string.Join(' ', c.Texts("jieba_pred"));
            var helm = HelmTranscriptScore.Of(gold, prediction);
            fixture.Number(c, "chinese_wer_score", helm?.WordErrorRate);
            fixture.Number(c, "chinese_mer_score", helm?.MatchErrorRate);
            fixture.Number(c, "chinese_wip_score", helm?.WordInformationPreserved);
            fixture.Number(c, "chinese_cer_score", helm?.CharacterErrorRate);
            // Null where the prediction is empty; strict scoring has a rate there.
            if (c.Maybe("char_spaced_wer") is { ValueKind: JsonValueKind.Number }) fixture.Number(c, "char_spaced_wer", CharacterWords.Score(c.Text("gold"), c.Text("pred")).WordErrorRate);
        }
        fixture.Verify();
    }

    [Fact]
    public void Corpus_rates_weigh_every_word_alike()
    {
        using var fixture = MetricFixture.Open("asr.json");
        foreach (var c in fixture.Cases("corpora"))
        {
            var pairs = c.Texts("refs").Zip(c.Texts("hyps")).ToList();
            var corpus = TranscriptScore.Corpus(pairs.Select(p => TranscriptScore.Of(p.First, p.Second)));
            Counts(fixture, c, "corpus", corpus.Words, "corpus");
            if (c.Maybe("corpus") is { } expected) Rates(fixture, expected, corpus, "corpus");
            fixture.Number(c, "helm_mean_wer", pairs.Average(p => HelmTranscriptScore.Of(p.First, p.Second)!.WordErrorRate));
            fixture.Number(c, "strict_mean_wer", pairs.Average(p => TranscriptScore.Of(p.First, p.Second).WordErrorRate));
        }
        fixture.Verify();
    }

    private static void Counts(MetricFixture fixture, JsonElement c, string member, EditCounts counts, string what)
    {
        if (c.Maybe(member) is not { ValueKind: JsonValueKind.Object } expected) return;
        fixture.Number(expected, "hits", counts.Hits, $"{member} hits of {what}");
        fixture.Number(expected, "substitutions", counts.Substitutions, $"{member} substitutions of {what}");
        fixture.Number(expected, "deletions", counts.Deletions, $"{member} deletions of {what}");
        fixture.Number(expected, "insertions", counts.Insertions, $"{member} insertions of {what}");
    }

    private static void Rates(MetricFixture fixture, JsonElement expected, TranscriptScore score, string what)
    {
        fixture.Number(expected, "wer", score.WordErrorRate, $"WER of {what}");
        fixture.Number(expected, "mer", score.MatchErrorRate, $"MER of {what}");
        fixture.Number(expected, "wip", score.WordInformationPreserved, $"WIP of {what}");
        fixture.Number(expected, "wil", score.WordInformationLost, $"WIL of {what}");
        fixture.Number(expected, "cer", score.CharacterErrorRate, $"CER of {what}");
    }
}
