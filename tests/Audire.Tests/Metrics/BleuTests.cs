using System.Text.Json;
using Audire.Metrics.Generation;
using Audire.Metrics.Matching;
using Xunit;

namespace Audire.Tests.Metrics;

public class BleuTests
{
    private static readonly Dictionary<string, BleuTokenization> Tokenizations = new()
    {
        ["13a"] = BleuTokenization.V13A, ["intl"] = BleuTokenization.International, ["zh"] = BleuTokenization.Chinese,
        ["char"] = BleuTokenization.Character, ["none"] = BleuTokenization.None,
    };

    private static readonly double[] SecondOnly = [0, 1, 0, 0];

    [Fact]
    public void Tokenisers_split_as_recorded()
    {
        using var fixture = MetricFixture.Open("sacrebleu_tokenizers.json");
        foreach (var c in fixture.Cases("cases"))
            foreach (var (name, tokenization) in Tokenizations)
                if (c.Maybe(name) is { } expected) fixture.Equal(expected.GetString(), BleuTokenizer.Tokenize(c.Text("text"), tokenization), $"{name} of '{c.Text("text")}'");
        fixture.Verify();
    }

    [Fact]
    public void Corpus_scores_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("bleu_corpus.json");
        foreach (var c in fixture.Cases("corpora"))
        {
            string what = $"{c.Text("name")} {c.Text("tokenize")}";
            var bleu = CorpusBleu.Of(c.Texts("hypotheses"), References(c), new(Tokenizations[c.Text("tokenize")]));
            fixture.Number(c, "score", bleu.Score, what);
            fixture.Number(c, "bp", bleu.BrevityPenalty, what);
            fixture.Number(c, "sys_len", bleu.HypothesisLength, what);
            fixture.Number(c, "ref_len", bleu.ReferenceLength, what);
            fixture.Numbers(c, "precisions", bleu.Precisions, $"precisions of {what}");
            fixture.Numbers(c, "counts", bleu.Matches.Select(m => (double)m), $"matches of {what}");
            fixture.Numbers(c, "totals", bleu.Totals.Select(t => (double)t), $"totals of {what}");
        }
        foreach (var c in fixture.Cases("options"))
        {
            var bleu = CorpusBleu.Of(c.Texts("hypotheses"), References(c), Options(c.GetProperty("options")));
            string what = $"{c.Text("corpus")} with {c.GetProperty("options").GetRawText()}";
            fixture.Number(c, "score", bleu.Score, what);
            fixture.Number(c, "bp", bleu.BrevityPenalty, what);
            fixture.Numbers(c, "precisions", bleu.Precisions, $"precisions of {what}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Sentence_and_character_scores_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("bleu_corpus.json");
        foreach (var c in fixture.Cases("sentences"))
        {
            string hypothesis = c.Text("hypothesis"), reference = c.Text("reference");
            fixture.Number(c, "bleu_default", CorpusBleu.Of([hypothesis], [[reference]]).Score);
            fixture.Number(c, "bleu_effective_order", CorpusBleu.Of([hypothesis], [[reference]], new(EffectiveOrder: true)).Score);
            fixture.Number(c, "chrf", ChrF.Of(hypothesis, reference));
            fixture.Number(c, "chrf_pp", ChrF.Of(hypothesis, reference, wordOrder: 2));
            fixture.Number(c, "ter", TranslationEditRate.Of([hypothesis], [[reference]]).Score);
        }
        foreach (var c in fixture.Cases("chrf_ter_corpora"))
        {
            fixture.Number(c, "chrf", ChrF.Of(c.Texts("hypotheses"), References(c)));
            fixture.Number(c, "chrf_pp", ChrF.Of(c.Texts("hypotheses"), References(c), wordOrder: 2));
            fixture.Number(c, "ter", TranslationEditRate.Of(c.Texts("hypotheses"), References(c)).Score);
        }
        fixture.Verify();
    }

    [Theory]
    [InlineData("the cat sat on the mat", "the cat sat on the mat", 0)]
    [InlineData("on the mat the cat sat", "the cat sat on the mat", 1)] // one move
    [InlineData("The CAT", "the cat", 0)]
    [InlineData("a b c d e f", "a b x d e", 2)]
    [InlineData("", "a b", 2)]
    [InlineData("a b", "", 2)]
    public void A_run_of_words_is_moved_at_the_cost_of_one_edit(string hypothesis, string reference, int edits) =>
        Assert.Equal(edits, TranslationEditRate.Of([hypothesis], [[reference]]).Edits);

    [Fact]
    public void A_long_and_repetitive_pair_takes_bounded_time()
    {
        string words = string.Concat(Enumerable.Repeat("a b ", 60)), other = string.Concat(Enumerable.Repeat("b a a ", 40));
        var rate = TranslationEditRate.Of([words], [[other]]);
        Assert.InRange(rate.Edits, 1, 120);
    }

    [Fact]
    public void Nltk_scores_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("bleu_sentence.json");
        foreach (var c in fixture.Cases("cases"))
        {
            // Long texts come without their tokens; they have no full stop inside, so ours need no sentence splitter.
            string[] gold = c.Maybe("tokens_gold")?.Texts() ?? [.. TreebankTokenizer.Tokens(c.Text("gold"))];
            string[] prediction = c.Maybe("tokens_pred")?.Texts() ?? [.. TreebankTokenizer.Tokens(c.Text("pred"))];
            Compare(fixture, c, [gold], prediction);
            if (c.Maybe("without_sentence_split") is { ValueKind: JsonValueKind.Object } other)
                Compare(fixture, other, [other.Texts("tokens_gold")], other.Texts("tokens_pred"));
        }
        foreach (var c in fixture.Cases("multi_reference"))
            Compare(fixture, c, [.. c.GetProperty("references").EnumerateArray().Select(r => r.Texts())], c.Texts("hypothesis"));
        foreach (var c in fixture.Cases("chinese_characters"))
            fixture.Number(c, "chinese_bleu_1", SentenceBleu.Of([Characters(c.Text("gold"))], Characters(c.Text("pred")), [1]));
        fixture.Verify();
    }

    [Fact]
    public void Words_split_as_recorded_within_a_sentence()
    {
        using var fixture = MetricFixture.Open("bleu_sentence.json");
        foreach (var c in fixture.Cases("cases"))
        {
            var expected = c.Maybe("without_sentence_split") is { ValueKind: JsonValueKind.Object } other ? other : c;
            foreach (string side in (string[])["gold", "pred"])
                if (expected.Maybe("tokens_" + side) is { } tokens)
                    fixture.Equal(string.Join('|', tokens.Texts()), string.Join('|', TreebankTokenizer.Tokens(c.Text(side))), c.Text(side));
        }
        fixture.Verify();
    }

    [Fact]
    public void Hostile_text_is_split_in_linear_time()
    {
        foreach (string part in (string[])[" ", ". ", "'", "\"", "`", ".", ",", "a' "])
            Assert.NotNull(TreebankTokenizer.Tokens("." + string.Concat(Enumerable.Repeat(part, 50_000)) + "x"));
    }

    [Fact]
    public void Letters_map_to_options_and_score_as_recorded()
    {
        using var fixture = MetricFixture.Open("mcq_prompts.json");
        foreach (var c in fixture.Cases("cases"))
        {
            string[] options = c.Texts("options");
            string gold = options[c.Int("correct_index")];
            foreach (var letter in c.GetProperty("output_mapping").EnumerateObject()) fixture.Equal(letter.Value.GetString(), ChoiceLetters.Map(letter.Name, options), letter.Name);
            foreach (var score in c.GetProperty("scores").EnumerateArray())
            {
                string? mapped = ChoiceLetters.Map(score.Text("completion"), options);
                fixture.Equal(score.TextOrNull("mapped"), mapped, $"'{score.Text("completion")}' of {c.Text("name")}");
                fixture.Number(score, "exact_match", TextMatch.Exact(gold, mapped));
                fixture.Number(score, "quasi_exact_match", TextMatch.QuasiExact(gold, mapped));
                fixture.Number(score, "prefix_exact_match", TextMatch.Prefix(gold, mapped));
                fixture.Number(score, "quasi_prefix_exact_match", TextMatch.QuasiPrefix(gold, mapped));
            }
        }
        fixture.Verify();
    }

    private static void Compare(MetricFixture fixture, JsonElement c, IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<string> hypothesis)
    {
        double Bleu(IReadOnlyList<double> weights, BleuSmoothing smoothing = BleuSmoothing.None) => SentenceBleu.Of(references, hypothesis, weights, smoothing);
        fixture.Number(c, "bleu_1", Bleu(SentenceBleu.UnigramsOnly));
        fixture.Number(c, "bleu_4", Bleu(SentenceBleu.FourGramsOnly));
        fixture.Number(c, "bleu_2_only", Bleu(SecondOnly));
        fixture.Number(c, "bleu_cum2", Bleu([0.5, 0.5]));
        fixture.Number(c, "bleu_cum4", Bleu(SentenceBleu.Cumulative));
        foreach (var smoothing in Enum.GetValues<BleuSmoothing>()) fixture.Number(c, $"bleu_cum4_method{(int)smoothing}", Bleu(SentenceBleu.Cumulative, smoothing));
    }

    private static CorpusBleuOptions Options(JsonElement options)
    {
        var result = CorpusBleuOptions.Default;
        foreach (var option in options.EnumerateObject())
            result = option.Name switch
            {
                "lowercase" => result with { Lowercase = option.Value.GetBoolean() },
                "effective_order" => result with { EffectiveOrder = option.Value.GetBoolean() },
                "max_ngram_order" => result with { MaxOrder = option.Value.GetInt32() },
                "smooth_value" => result with { SmoothingValue = option.Value.GetDouble() },
                "smooth_method" => result with
                {
                    Smoothing = option.Value.GetString() switch
                    {
                        "floor" => CorpusSmoothing.Floor,
                        "add-k" => CorpusSmoothing.AddK,
                        "none" => CorpusSmoothing.None,
                        _ => CorpusSmoothing.Exponential,
                    },
                },
                var name => throw new InvalidOperationException($"This test knows no option '{name}'."),
            };
        return result;
    }

    private static string[][] References(JsonElement c) => [.. c.GetProperty("references").EnumerateArray().Select(list => list.Texts())];

    private static string[] Characters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];
}
