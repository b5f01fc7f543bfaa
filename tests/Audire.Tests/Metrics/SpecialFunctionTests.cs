using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class SpecialFunctionTests
{
    [Fact]
    public void Incomplete_beta_and_its_inverse_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("special_functions.json");
        foreach (var c in fixture.Cases("betainc"))
            fixture.Number(Best(c, "mp", "value"), IncompleteBeta.Regularized(D(c, "a"), D(c, "b"), D(c, "x")), MetricFixture.Describe(c));
        foreach (var c in fixture.Cases("betaincinv"))
            fixture.Number(c, "value", IncompleteBeta.Inverse(D(c, "a"), D(c, "b"), D(c, "p")));
        fixture.Verify();
    }

    [Fact]
    public void Distributions_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("special_functions.json");
        foreach (var c in fixture.Cases("normal"))
        {
            // Below the smallest normal number the reference gives 0 or a number of few digits; ours may keep some.
            double z = D(c, "z");
            if (Math.Abs(z) < 37) fixture.Number(c, "cdf", NormalDistribution.Cdf(z));
            if (Math.Abs(z) < 37) fixture.Number(c, "sf", NormalDistribution.Survival(z));
            if (Math.Abs(z) < 37) fixture.Number(c, "pdf", NormalDistribution.Density(z));
            if (z > -37) fixture.Number(c, "logsf", NormalDistribution.LogSurvival(z));
        }
        foreach (var c in fixture.Cases("normal_ppf")) fixture.Number(c, "ppf", NormalDistribution.Quantile(D(c, "p")));
        foreach (var c in fixture.Cases("student_t"))
        {
            fixture.Number(c, "cdf", StudentDistribution.Cdf(D(c, "t"), D(c, "df")));
            fixture.Number(Best(c, "mp_p_two_sided", "p_two_sided"), StudentDistribution.PValue(D(c, "t"), D(c, "df"), Alternative.TwoSided), MetricFixture.Describe(c));
            fixture.Number(c, "sf", StudentDistribution.PValue(D(c, "t"), D(c, "df"), Alternative.Greater));
        }
        foreach (var c in fixture.Cases("student_t_ppf")) fixture.Number(c, "ppf", StudentDistribution.Quantile(D(c, "p"), D(c, "df")));
        foreach (var c in fixture.Cases("chi2"))
        {
            fixture.Number(c, "sf", ChiSquaredDistribution.Survival(D(c, "x"), D(c, "df")));
            fixture.Number(c, "cdf", ChiSquaredDistribution.Cdf(D(c, "x"), D(c, "df")));
        }
        foreach (var c in fixture.Cases("chi2_ppf")) fixture.Number(c, "ppf", ChiSquaredDistribution.Quantile(D(c, "p"), D(c, "df")));
        foreach (var c in fixture.Cases("f")) fixture.Number(c, "sf", FisherDistribution.Survival(D(c, "x"), D(c, "d1"), D(c, "d2")));
        foreach (var c in fixture.Cases("binomial"))
        {
            fixture.Number(c, "pmf", BinomialDistribution.Mass(c.Int("k"), c.Int("n"), D(c, "p")));
            fixture.Number(c, "cdf", BinomialDistribution.Cdf(c.Int("k"), c.Int("n"), D(c, "p")));
            fixture.Number(c, "test_two_sided", BinomialDistribution.TwoSidedPValue(c.Int("k"), c.Int("n"), D(c, "p")));
        }
        fixture.Verify();
    }

    [Fact]
    public void The_functions_taken_from_MathNet_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("special_functions.json");
        foreach (var c in fixture.Cases("gammainc"))
        {
            fixture.Number(c, "p", MathNet.Numerics.SpecialFunctions.GammaLowerRegularized(D(c, "a"), D(c, "x")));
            fixture.Number(Best(c, "mp_q", "q"), MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(D(c, "a"), D(c, "x")), MetricFixture.Describe(c));
        }
        foreach (var c in fixture.Cases("erf"))
        {
            fixture.Number(c, "erf", MathNet.Numerics.SpecialFunctions.Erf(D(c, "x")));
            fixture.Number(Best(c, "mp_erfc", "erfc"), MathNet.Numerics.SpecialFunctions.Erfc(D(c, "x")), MetricFixture.Describe(c));
        }
        foreach (var c in fixture.Cases("erfinv")) fixture.Number(c, "erfinv", MathNet.Numerics.SpecialFunctions.ErfInv(D(c, "p")));
        foreach (var c in fixture.Cases("gammaln"))
        {
            // No user of negative arguments here; beside a root no relative tolerance can be met.
            if (D(c, "x") > 0 && D(c, "value") != 0) fixture.Number(c, "value", MathNet.Numerics.SpecialFunctions.GammaLn(D(c, "x")));
            fixture.Number(c, "digamma", MathNet.Numerics.SpecialFunctions.DiGamma(D(c, "x")));
        }
        fixture.Verify();
    }

    private static double D(JsonElement c, string member) => MetricFixture.Parse(c.GetProperty(member))!.Value;

    private static JsonElement Best(JsonElement c, string precise, string other) =>
        c.Maybe(precise) is { ValueKind: not JsonValueKind.Null } value ? value : c.GetProperty(other);
}
