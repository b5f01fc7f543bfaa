using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class CorrelationTests
{
    [Fact]
    public void Correlations_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("correlations.json");
        foreach (var c in fixture.Cases("cases"))
        {
            double[] x = c.Doubles("x"), y = c.Doubles("y");
            string what = c.Text("name");
            fixture.Numbers(c, "ranks_x", Ranks.Of(x), $"ranks of {what}");
            if (x.Length != y.Length)
            {
                Assert.Throws<ArgumentException>(() => Correlation.Pearson(x, y));
                Assert.Throws<ArgumentException>(() => Correlation.Spearman(x, y));
                Assert.Throws<ArgumentException>(() => KendallTau.B(x, y));
                continue;
            }
            Compare(fixture, c, "pearson", "r", Correlation.Pearson(x, y));
            Compare(fixture, c, "spearman", "rho", Correlation.Spearman(x, y), perfect: what == "perfect");
            Compare(fixture, c, "kendall_b_auto", "tau", KendallTau.B(x, y));
            if (x.Length > 2) Compare(fixture, c, "kendall_b_asymptotic", "tau", KendallTau.B(x, y, RankMethod.Asymptotic));
            if (c.Maybe("kendall_b_exact")?.Maybe("tau") is not null) Compare(fixture, c, "kendall_b_exact", "tau", KendallTau.B(x, y, RankMethod.Exact));
            fixture.Number(c, "kendall_c", KendallTau.C(x, y));
            if (c.Maybe("pearson")?.Maybe("fisher_ci95") is { } interval)
            {
                var estimate = Correlation.PearsonInterval(x, y);
                fixture.Numbers(interval, [estimate.Low, estimate.High], $"Fisher interval of {what}");
            }
            if (c.Maybe("linregress") is not { } line) continue;
            var fit = Correlation.Fit(x, y);
            fixture.Number(line.Maybe("slope") ?? line, fit.Slope, $"slope of {what}");
            fixture.Number(line.Maybe("intercept") ?? line, fit.Intercept, $"intercept of {what}");
            fixture.Number(line.Maybe("stderr") ?? line, fit.SlopeError, $"slope error of {what}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Ranks_share_ties_by_each_rule()
    {
        using var fixture = MetricFixture.Open("correlations.json");
        var rules = new Dictionary<string, TieRule>
        {
            ["average"] = TieRule.Average, ["min"] = TieRule.Min, ["max"] = TieRule.Max, ["dense"] = TieRule.Dense, ["ordinal"] = TieRule.Ordinal,
        };
        foreach (var c in fixture.Cases("ranks"))
            foreach (var (name, rule) in rules)
                if (c.Maybe(name) is { } expected) fixture.Numbers(expected, Ranks.Of(c.Doubles("x"), rule), $"{name} of {MetricFixture.Describe(c)}");
        fixture.Verify();
    }

    private static void Compare(MetricFixture fixture, System.Text.Json.JsonElement c, string member, string coefficient, CorrelationResult actual, bool perfect = false)
    {
        if (c.Maybe(member) is not { } expected) return;
        string what = $"{member} of {c.Text("name")}";
        fixture.Number(expected.Maybe(coefficient) ?? expected, actual.Coefficient, what);
        // A coefficient of exactly 1 has p 0; the reference's is 1 − 1e-16 and its p 1e-24.
        if (perfect) fixture.Equal(true, actual.PValue < 1e-20, $"p of {what}");
        else fixture.Number(expected.Maybe("p") ?? expected, actual.PValue, $"p of {what}");
    }
}
