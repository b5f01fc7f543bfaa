using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class FairnessFigureTests
{
    [Fact]
    public void Published_p_values_follow_from_the_published_t_statistics()
    {
        using var fixture = MetricFixture.Open("ahelm_tables.json");
        foreach (var c in fixture.Cases("fairness_tests"))
        {
            double t = double.Parse(c.Text("t_printed"), System.Globalization.CultureInfo.InvariantCulture);
            double p = StudentDistribution.PValue(t, c.GetProperty("df").GetDouble(), Alternative.TwoSided), expected = c.GetProperty("p_from_printed_t").GetDouble();
            fixture.Equal(true, Math.Abs(p - expected) <= 1e-9 * expected, $"p of {MetricFixture.Describe(c)}: {p}");
        }
        fixture.Verify();
    }
}
