using Audire.Metrics.Matching;
using Xunit;

namespace Audire.Tests.Metrics;

public class TextMatchTests
{
    [Theory]
    [InlineData("cases")]
    [InlineData("null_predictions")]
    public void Match_metrics_equal_the_recorded_ones(string member)
    {
        using var fixture = MetricFixture.Open("text_match.json");
        foreach (var c in fixture.Cases(member))
        {
            string gold = c.Text("gold");
            string? prediction = c.TextOrNull("pred");
            fixture.Number(c, "exact_match", TextMatch.Exact(gold, prediction));
            fixture.Number(c, "quasi_exact_match", TextMatch.QuasiExact(gold, prediction));
            fixture.Number(c, "quasi_leave_articles_exact_match", TextMatch.QuasiExactWithArticles(gold, prediction));
            fixture.Number(c, "prefix_exact_match", TextMatch.Prefix(gold, prediction));
            fixture.Number(c, "quasi_prefix_exact_match", TextMatch.QuasiPrefix(gold, prediction));
            fixture.Number(c, "f1_score", TextMatch.TokenF1(gold, prediction));
        }
        fixture.Verify();
    }

    [Fact]
    public void The_best_of_several_references_counts() =>
        Assert.Equal(1, TextMatch.Best(["dog", "cat"], "Cat.", TextMatch.QuasiExact));
}
