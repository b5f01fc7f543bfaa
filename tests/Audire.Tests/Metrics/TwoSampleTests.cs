using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class TwoSampleTests
{
    private static readonly Dictionary<string, Alternative> Alternatives = new()
    {
        ["two-sided"] = Alternative.TwoSided, ["less"] = Alternative.Less, ["greater"] = Alternative.Greater,
    };

    [Fact]
    public void T_tests_equal_the_recorded_ones()
    {
        using var file = MetricFixture.Open("tests_two_sample.json");
        foreach (var c in file.Cases("t_tests"))
        {
            // Stated in the README: squares of 1e-300 underflow in the reference, and 1e6 + noise loses digits in its variance.
            if (c.Text("name") == "tiny") continue;
            using var loose = c.Text("name") == "large_offset" ? MetricFixture.Open("tests_two_sample.json", relative: 1e-6) : null;
            var fixture = loose ?? file;
            double[] a = c.Doubles("a"), b = c.Doubles("b");
            foreach (var (name, alternative) in Alternatives)
            {
                Test(fixture, c, $"student_{name}", "t", StudentTests.Independent(a, b, alternative));
                Test(fixture, c, $"welch_{name}", "t", StudentTests.Welch(a, b, alternative));
            }
            Test(fixture, c, "one_sample_vs_0", "t", StudentTests.OneSample(a));
            if (c.Maybe("welch_two-sided")?.Maybe("ci95") is { } interval)
            {
                var difference = StudentTests.Difference(a, b);
                fixture.Numbers(interval, [difference.Low, difference.High], $"interval of {c.Text("name")}");
            }
            loose?.Verify();
        }
        file.Verify();
    }

    [Fact]
    public void Rank_tests_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("tests_two_sample.json");
        var methods = new Dictionary<string, RankMethod>
        {
            ["exact"] = RankMethod.Exact, ["asymptotic"] = RankMethod.Asymptotic, ["asymptotic_nocc"] = RankMethod.AsymptoticUncorrected, ["auto"] = RankMethod.Auto,
        };
        foreach (var c in fixture.Cases("mann_whitney"))
        {
            double[] a = c.Doubles("a"), b = c.Doubles("b");
            foreach (var (methodName, method) in methods)
                foreach (var (name, alternative) in Alternatives)
                    if (c.Maybe($"mannwhitney_{methodName}_{name}") is not null)
                        Test(fixture, c, $"mannwhitney_{methodName}_{name}", "u", RankTests.MannWhitney(a, b, alternative, method));
            Test(fixture, c, "brunner_munzel", "w", RankTests.BrunnerMunzel(a, b));
            if (c.Text("name") != "tiny") Test(fixture, c, "levene_median", "w", RankTests.Levene(a, b)); // 1e-300 squared is 0 in the reference
            Test(fixture, c, "ks_2samp_exact", "d", RankTests.KolmogorovSmirnov(a, b));
        }
        fixture.Verify();
    }

    internal static void Test(MetricFixture fixture, JsonElement c, string member, string statistic, TestOutcome? actual)
    {
        if (c.Maybe(member) is not { } expected) return;
        string what = $"{member} of {(c.Maybe("name") is { } name ? name.GetString() : MetricFixture.Describe(c))}";
        fixture.Number(expected.Maybe(statistic) ?? expected, actual?.Statistic, $"{statistic} of {what}");
        fixture.Number(expected.Maybe("p") ?? expected, actual?.PValue, $"p of {what}");
        if (expected.Maybe("df") is { } degrees) fixture.Number(degrees, actual?.DegreesOfFreedom, $"df of {what}");
    }
}
