using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class ResamplingTests
{
    [Fact]
    public void Exact_permutation_tests_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("resampling.json");
        foreach (var c in fixture.Cases("permutation_exact"))
        {
            double[] a = c.Doubles("a"), b = c.Doubles("b");
            TwoSampleTests.Test(fixture, c, "independent_two-sided", "statistic", PermutationTests.Independent(a, b));
            TwoSampleTests.Test(fixture, c, "independent_less", "statistic", PermutationTests.Independent(a, b, Alternative.Less));
            TwoSampleTests.Test(fixture, c, "independent_greater", "statistic", PermutationTests.Independent(a, b, Alternative.Greater));
            int n = Math.Min(a.Length, b.Length);
            double[] differences = [.. a.Take(n).Zip(b.Take(n), (x, y) => x - y)];
            TwoSampleTests.Test(fixture, c, "paired_sign_flip_two_sided_abs", "statistic", PermutationTests.SignFlip(differences));
        }
        fixture.Verify();
    }

    [Fact]
    public void Bootstrap_intervals_follow_from_the_recorded_draws()
    {
        using var fixture = MetricFixture.Open("resampling.json");
        var samples = fixture.Cases("bootstrap").Where(c => c.Maybe("x") is not null).ToDictionary(c => c.Int("case"), c => c);
        foreach (var c in fixture.Cases("bootstrap"))
        {
            var source = samples[c.Maybe("inputs_from_case") is { } other ? other.GetInt32() : c.Int("case")];
            double[] x = source.Doubles("x");
            int[][] draws = [.. source.GetProperty("indices").EnumerateArray().Select(row => row.Ints())];
            string name = c.Text("statistic"), what = $"{name} of case {c.Int("case")}";
            Func<IReadOnlyList<double>, double> statistic = name switch
            {
                "mean" => NumpyMean,
                "median" => values => Descriptive.Median([.. values]),
                "sd_population" => values => Math.Sqrt(NumpyMean([.. values.Select(v => (v - NumpyMean(values)) * (v - NumpyMean(values)))])),
                _ => throw new InvalidOperationException($"'{name}' is no statistic this test knows."),
            };
            double value = statistic(x);
            double[] replicates = Bootstrap.Replicates(x, statistic, draws), jackknife = Bootstrap.Jackknife(x, statistic);
            fixture.Number(c, "estimate", value, what);
            if (c.Maybe("first_replicates") is { } first) fixture.Numbers(first, replicates.Take(first.GetArrayLength()), $"replicates of {what}");
            fixture.Numbers(c, "jackknife", jackknife, $"jackknife of {what}");
            fixture.Number(c, "bootstrap_se", Descriptive.StandardDeviation(replicates), $"se of {what}");
            if (c.Maybe("acceleration") is { ValueKind: JsonValueKind.Number } a && Math.Abs(a.GetDouble()) > 1e-12) // below, it is rounding alone
                fixture.Number(c, "acceleration", Bootstrap.Acceleration(jackknife), $"acceleration of {what}");
            fixture.Number(c, "z0_mid", Bootstrap.Bias(value, replicates), $"z0 of {what}");
            Compare("percentile95", 0.95, BootstrapInterval.Percentile);
            Compare("percentile90", 0.90, BootstrapInterval.Percentile);
            Compare("scipy_percentile95", 0.95, BootstrapInterval.Percentile);
            Compare("basic95", 0.95, BootstrapInterval.Basic);
            Compare("bca95_mid", 0.95, BootstrapInterval.Bca);
            Compare("scipy_bca95", 0.95, BootstrapInterval.Bca);

            void Compare(string member, double level, BootstrapInterval interval)
            {
                if (c.Maybe(member) is not { ValueKind: JsonValueKind.Array } expected) return;
                var (low, high) = Bootstrap.Bounds(value, replicates, jackknife, level, interval);
                fixture.Numbers(expected, [low, high], $"{member} of {what}");
            }
        }
        fixture.Verify();
    }

    // numpy's order of addition. Whether two replicates tie, on which BCa's bias hangs, is decided by their last bit.
    private static double NumpyMean(IReadOnlyList<double> values)
    {
        double sum = 0;
        int start = 0;
        if (values.Count >= 8)
        {
            var r = new double[8];
            for (; start + 8 <= values.Count; start += 8)
                for (int k = 0; k < 8; k++) r[k] = start == 0 ? values[k] : r[k] + values[start + k];
            sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        }
        for (; start < values.Count; start++) sum += values[start];
        return sum / values.Count;
    }

    [Fact]
    public void Quantiles_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("resampling.json");
        foreach (var c in fixture.Cases("quantiles"))
        {
            double[] x = c.Doubles("x");
            double q = c.GetProperty("q").GetDouble();
            fixture.Number(c, "linear", Descriptive.Quantile(x, q));
            fixture.Number(c, "hazen", Descriptive.Quantile(x, q, QuantileRule.Hazen));
            fixture.Number(c, "inverted_cdf", Descriptive.Quantile(x, q, QuantileRule.InvertedCdf));
        }
        fixture.Verify();
    }

    [Fact]
    public void A_corpus_rate_by_speaker_is_less_sure_than_by_utterance_and_repeats_for_a_seed()
    {
        // Ten speakers of ten utterances; a speaker is good or bad throughout.
        RatioTerm[] terms = [.. Enumerable.Range(0, 100).Select(i => new RatioTerm(i / 10 % 2 == 0 ? 1 : 5, 10))];
        string[] speakers = [.. Enumerable.Range(0, 100).Select(i => $"s{i / 10}")];
        var independent = Bootstrap.Ratio(terms);
        var clustered = Bootstrap.ClusteredRatio(terms, speakers);
        Assert.Equal(0.3, independent.Value, 12);
        Assert.Equal(0.3, clustered.Value, 12);
        Assert.Equal((100, 10), (independent.Count, clustered.Count));
        Assert.True(clustered.High - clustered.Low > 2 * (independent.High - independent.Low));
        Assert.Equal(clustered, Bootstrap.ClusteredRatio(terms, speakers));
        Assert.Equal(clustered, Bootstrap.Clustered(Enumerable.Range(0, 100), i => speakers[i], drawn => RatioTerm.Of([.. drawn.Select(i => terms[i])])));
    }

    [Fact]
    public void Constant_scores_have_an_interval_of_one_point_and_a_single_item_has_none()
    {
        var constant = Bootstrap.Of([1.0, 1.0, 1.0], values => Descriptive.Mean([.. values]));
        Assert.Equal((1.0, 1.0), (constant.Low, constant.High));
        var single = Bootstrap.Of([1.0], values => Descriptive.Mean([.. values]));
        Assert.True(double.IsNaN(single.Low) && double.IsNaN(single.High));
    }

    [Fact]
    public void Paired_systems_compare_by_cluster()
    {
        double[] first = [1, 1, 1, 1, 0, 1, 1, 1], second = [0, 0, 0, 0, 0, 0, 1, 0];
        var comparison = PairedComparison.Of(first, second);
        Assert.Equal((6, 0, 2), (comparison.Wins, comparison.Losses, comparison.Ties));
        Assert.Equal(0.75, comparison.Difference.Value, 12);
        Assert.Equal(2 / 64.0, comparison.PermutationPValue, 12); // six signs matter, and only two of 64 flips are as extreme

        var clustered = PairedComparison.Of(first, second, ["a", "a", "a", "a", "b", "b", "b", "b"]);
        Assert.Equal((0.75, 2L), (clustered.Difference.Value, clustered.Difference.Count));
        Assert.Equal(0.5, clustered.PermutationPValue, 12);
    }
}
