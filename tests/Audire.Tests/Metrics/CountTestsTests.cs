using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class CountTestsTests
{
    [Fact]
    public void McNemar_equals_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("tests_counts.json");
        foreach (var c in fixture.Cases("mcnemar"))
        {
            long b = c.Int("b"), d = c.Int("c");
            TwoSampleTests.Test(fixture, c, "exact", "statistic", CountTests.McNemar(b, d));
            fixture.Number(c, "mid_p", CountTests.McNemarMidP(b, d).PValue);
            if (b + d > 0)
            {
                TwoSampleTests.Test(fixture, c, "chi2", "statistic", CountTests.McNemarChiSquared(b, d));
                TwoSampleTests.Test(fixture, c, "chi2_cc", "statistic", CountTests.McNemarChiSquared(b, d, continuityCorrection: true));
            }
            // The reference's χ² of nothing is NaN or ∞ with p 0; by the README p is 1.
            else fixture.Equal((1.0, 1.0), (CountTests.McNemarChiSquared(0, 0).PValue, CountTests.McNemarChiSquared(0, 0, true).PValue), "p of no discordant pair");
        }
        fixture.Verify();
    }

    [Fact]
    public void Tests_of_tables_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("tests_counts.json");
        foreach (var c in fixture.Cases("contingency"))
        {
            long[,] table = Table(c.GetProperty("table"));
            TwoSampleTests.Test(fixture, c, "pearson", "statistic", CountTests.ChiSquared(table));
            TwoSampleTests.Test(fixture, c, "yates", "statistic", CountTests.ChiSquared(table, yates: true));
            TwoSampleTests.Test(fixture, c, "g_test", "statistic", CountTests.LikelihoodRatio(table));
            if (c.Maybe("fisher") is not { ValueKind: JsonValueKind.Object } fisher || table.Length != 4) continue;
            TwoSampleTests.Test(fixture, fisher, "two-sided", "odds_ratio", CountTests.FisherExact(table));
            TwoSampleTests.Test(fixture, fisher, "less", "odds_ratio", CountTests.FisherExact(table, Alternative.Less));
            TwoSampleTests.Test(fixture, fisher, "greater", "odds_ratio", CountTests.FisherExact(table, Alternative.Greater));
        }
        fixture.Verify();
    }

    [Fact]
    public void Two_proportions_compare_as_recorded()
    {
        using var fixture = MetricFixture.Open("tests_counts.json");
        foreach (var c in fixture.Cases("two_proportions"))
        {
            long x1 = c.Int("x1"), n1 = c.Int("n1"), x2 = c.Int("x2"), n2 = c.Int("n2");
            bool alike = n1 > 0 && n2 > 0 && (x1 + x2 == 0 || x1 + x2 == n1 + n2);
            if (alike) fixture.Equal((0.0, 1.0), (ProportionDifference.Test(x1, n1, x2, n2).Statistic, ProportionDifference.Test(x1, n1, x2, n2).PValue), "all alike");
            else
            {
                TwoSampleTests.Test(fixture, c, "pooled_two-sided", "z", ProportionDifference.Test(x1, n1, x2, n2));
                TwoSampleTests.Test(fixture, c, "pooled_smaller", "z", ProportionDifference.Test(x1, n1, x2, n2, Alternative.Less));
                TwoSampleTests.Test(fixture, c, "pooled_larger", "z", ProportionDifference.Test(x1, n1, x2, n2, Alternative.Greater));
                TwoSampleTests.Test(fixture, c, "unpooled", "z", ProportionDifference.Test(x1, n1, x2, n2, pooled: false));
            }
            Interval(fixture, c, "diff_ci95_wald", DifferenceInterval.Wald);
            Interval(fixture, c, "diff_ci95_newcomb", DifferenceInterval.Newcombe);
            Interval(fixture, c, "diff_ci95_agresti-caffo", DifferenceInterval.AgrestiCaffo);
        }
        fixture.Verify();
    }

    internal static long[,] Table(JsonElement rows)
    {
        int[][] values = [.. rows.EnumerateArray().Select(row => row.Ints())];
        var table = new long[values.Length, values.Length == 0 ? 0 : values[0].Length];
        for (int i = 0; i < table.GetLength(0); i++)
            for (int j = 0; j < table.GetLength(1); j++) table[i, j] = values[i][j];
        return table;
    }

    private static void Interval(MetricFixture fixture, JsonElement c, string member, DifferenceInterval interval)
    {
        if (c.Maybe(member) is not { } expected) return;
        var estimate = ProportionDifference.Of(c.Int("x1"), c.Int("n1"), c.Int("x2"), c.Int("n2"), interval);
        fixture.Numbers(expected, [estimate.Low, estimate.High], $"{member} of {MetricFixture.Describe(c)}");
    }
}
