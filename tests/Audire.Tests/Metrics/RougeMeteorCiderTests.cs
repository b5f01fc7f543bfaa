using System.Text.Json;
using Audire.Metrics.Generation;
using Xunit;

namespace Audire.Tests.Metrics;

public class RougeMeteorCiderTests
{
    [Fact]
    public void Rouge_and_its_stemmer_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("rouge.json");
        foreach (var c in fixture.Cases("cases"))
        {
            string gold = c.Text("gold"), prediction = c.Text("pred"), what = MetricFixture.Describe(c);
            fixture.Number(c, "rouge_l", Rouge.L(gold, prediction).FMeasure);
            foreach (bool stem in (bool[])[true, false])
            {
                if (c.Maybe(stem ? "stem" : "nostem") is not { } expected) continue;
                Compare(fixture, expected, "rouge1", Rouge.N(gold, prediction, 1, stem), what);
                Compare(fixture, expected, "rouge2", Rouge.N(gold, prediction, 2, stem), what);
                Compare(fixture, expected, "rougeL", Rouge.L(gold, prediction, stem), what);
                Compare(fixture, expected, "rougeLsum", Rouge.LSum(gold, prediction, stem), what);
            }
            if (c.Maybe("tokens_gold_stem") is { } left) fixture.Equal(string.Join(' ', left.Texts()), string.Join(' ', Rouge.Tokens(gold, stem: true)), gold);
            if (c.Maybe("tokens_pred_stem") is { } right) fixture.Equal(string.Join(' ', right.Texts()), string.Join(' ', Rouge.Tokens(prediction, stem: true)), prediction);
        }
        if (fixture.Root.Maybe("porter") is { } pairs)
            foreach (var pair in pairs.EnumerateArray()) fixture.Equal(pair[1].GetString(), PorterStemmer.Stem(pair[0].GetString()!), pair.GetRawText());
        fixture.Verify();
    }

    [Fact]
    public void Meteor_equals_the_recorded_values_but_for_synonyms()
    {
        using var fixture = MetricFixture.Open("meteor.json");
        foreach (var c in fixture.Cases("cases"))
        {
            string[] reference = c.Texts("reference"), hypothesis = c.Texts("hypothesis");
            fixture.Number(c, "meteor_exact_and_stem", Meteor.Of(reference, hypothesis));
            fixture.Number(c, "meteor_exact_only", Meteor.Of(reference, hypothesis, stem: false));
            if (c.Maybe("exact_matches_hyp_ref_index") is { } expected)
                fixture.Equal(Pairs(expected), string.Join(' ', Meteor.Match(reference, hypothesis, stem: false).Select(m => (m.Hypothesis, m.Reference))), MetricFixture.Describe(c));
        }
        foreach (var c in fixture.Cases("multi_reference"))
        {
            string[][] references = [.. c.GetProperty("references").EnumerateArray().Select(r => r.Texts())];
            fixture.Number(c, "meteor_exact_and_stem", Meteor.Of(references, c.Texts("hypothesis")));
            fixture.Number(c, "meteor_exact_only", Meteor.Of(references, c.Texts("hypothesis"), stem: false));
        }
        fixture.Verify();
    }

    [Fact]
    public void Synonyms_of_stems_match_where_a_thesaurus_is_given()
    {
        static IReadOnlySet<string> Synonyms(string stem) => stem == "child" ? new HashSet<string> { "kid" } : new HashSet<string>();
        Assert.Equal([new(0, 0), new(1, 1)], Meteor.Match(["a", "kid"], ["a", "child"], synonyms: Synonyms));
    }

    [Fact]
    public void Cider_equals_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("cider.json");
        foreach (var c in fixture.Cases("sets"))
        {
            static IReadOnlyList<string> Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var score = Cider.Of([.. c.Texts("hypotheses").Select(Words)],
                [.. c.GetProperty("references").EnumerateArray().Select(item => (IReadOnlyList<IReadOnlyList<string>>)[.. (item.ValueKind == JsonValueKind.Array ? item.Texts() : [item.GetString()!]).Select(Words)])]);
            fixture.Number(c, "cider_d", score.Score);
            fixture.Numbers(c, "per_item", score.PerItem, $"items of {MetricFixture.Describe(c)}");
        }
        foreach (var c in fixture.Cases("helm_single_pair"))
            fixture.Number(c, "helm_cider", Cider.Of([c.Text("pred").Split(' ')], [[c.Text("gold").Split(' ')]]).Score);
        fixture.Verify();
    }

    private static void Compare(MetricFixture fixture, JsonElement expected, string member, RougeScore actual, string what)
    {
        if (expected.Maybe(member) is { } values) fixture.Numbers(values, [actual.Precision, actual.Recall, actual.FMeasure], $"{member} of {what}");
    }

    private static string Pairs(JsonElement pairs) => string.Join(' ', pairs.EnumerateArray().Select(p => (p[0].GetInt32(), p[1].GetInt32())));
}
