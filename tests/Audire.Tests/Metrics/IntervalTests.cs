using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class IntervalTests
{
    private static readonly Dictionary<string, ProportionInterval> Intervals = new()
    {
        ["wald"] = ProportionInterval.Wald,
        ["wilson"] = ProportionInterval.Wilson,
        ["wilson_cc"] = ProportionInterval.WilsonCorrected,
        ["clopper_pearson"] = ProportionInterval.ClopperPearson,
        ["jeffreys"] = ProportionInterval.Jeffreys,
        ["agresti_coull"] = ProportionInterval.AgrestiCoull,
    };

    [Fact]
    public void Intervals_of_proportions_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("intervals.json");
        foreach (var c in fixture.Cases("proportions"))
            foreach (var (name, interval) in Intervals)
                foreach (int percent in (int[])[90, 95, 99])
                {
                    if (c.Maybe($"{name}_{percent}") is not { } expected) continue;
                    var estimate = Proportion.Of(c.Int("k"), c.Int("n"), interval, percent / 100.0);
                    // Without a trial the reference returns Jeffreys' prior and rounding: nothing is known there.
                    if (c.Int("n") == 0) fixture.Equal(true, double.IsNaN(estimate.Low) && double.IsNaN(estimate.High), $"{name} of 0 of 0");
                    else fixture.Numbers(expected, [estimate.Low, estimate.High], $"{name} {percent} of {c.Int("k")} of {c.Int("n")}");
                }
        fixture.Verify();
    }

    [Fact]
    public void Means_have_the_recorded_t_interval()
    {
        using var fixture = MetricFixture.Open("intervals.json");
        foreach (var c in fixture.Cases("means"))
        {
            double[] x = c.Doubles("x");
            fixture.Number(c, "mean", Descriptive.Mean(x));
            fixture.Number(c, "sd_sample", Descriptive.StandardDeviation(x));
            fixture.Number(c, "sd_population", Math.Sqrt(Descriptive.PopulationVariance(x)));
            fixture.Number(c, "se", Descriptive.StandardError(x));
            var estimate = MeanEstimate.Of(x);
            if (c.Maybe("t_ci95") is { } expected) fixture.Numbers(expected, [estimate.Low, estimate.High], MetricFixture.Describe(c));
        }
        fixture.Verify();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_level_outside_0_to_1_is_refused(double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Of(1, 2, level: level));
}
