using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class PairedTests
{
    private static readonly Dictionary<string, Alternative> Alternatives = new()
    {
        ["two-sided"] = Alternative.TwoSided, ["less"] = Alternative.Less, ["greater"] = Alternative.Greater,
    };

    [Fact]
    public void Paired_tests_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("tests_paired.json");
        foreach (var c in fixture.Cases("cases"))
        {
            double[] a = c.Doubles("a"), b = c.Doubles("b");
            if (a.Length != b.Length)
            {
                Assert.Throws<ArgumentException>(() => StudentTests.Paired(a, b));
                Assert.Throws<ArgumentException>(() => SignedRankTest.Test(a, b));
                continue;
            }
            foreach (var (name, alternative) in Alternatives)
            {
                TwoSampleTests.Test(fixture, c, $"paired_t_{name}", "t", StudentTests.Paired(a, b, alternative));
                Wilcoxon(fixture, c, $"wilcoxon_exact_wilcox_{name}", alternative, RankMethod.Exact, ZeroRule.Wilcoxon);
                foreach (var (zeroName, zeros) in (ReadOnlySpan<(string, ZeroRule)>)[("wilcox", ZeroRule.Wilcoxon), ("pratt", ZeroRule.Pratt), ("zsplit", ZeroRule.Split)])
                {
                    Wilcoxon(fixture, c, $"wilcoxon_asymptotic_{zeroName}_{name}", alternative, RankMethod.AsymptoticUncorrected, zeros);
                    Wilcoxon(fixture, c, $"wilcoxon_asymptotic_{zeroName}_cc_{name}", alternative, RankMethod.Asymptotic, zeros);
                }
            }
        }
        fixture.Verify();
    }

    [Fact]
    public void The_exact_signed_rank_test_refuses_zero_rules_its_distribution_ignores() =>
        Assert.Throws<ArgumentException>(() => SignedRankTest.Test([1, 2], [1, 3], method: RankMethod.Exact, zeros: ZeroRule.Pratt));

    private static void Wilcoxon(MetricFixture fixture, JsonElement c, string member, Alternative alternative, RankMethod method, ZeroRule zeros)
    {
        if (c.Maybe(member) is not { } expected) return;
        double[] a = c.Doubles("a"), b = c.Doubles("b");
        var result = SignedRankTest.Test(a, b, alternative, method, zeros);
        // Where no pair differs the reference's asymptotic p is NaN; by the README it is 1.
        if (a.Length > 0 && a.SequenceEqual(b) && !a.Any(double.IsNaN)) fixture.Equal(1, result.PValue, $"{member} of equal samples");
        else TwoSampleTests.Test(fixture, c, member, "w", result);
    }
}
