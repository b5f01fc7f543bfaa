using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class CorrectionAndEffectTests
{
    private static readonly Dictionary<string, CorrectionMethod> Corrections = new()
    {
        ["bonferroni"] = CorrectionMethod.Bonferroni, ["sidak"] = CorrectionMethod.Sidak, ["holm"] = CorrectionMethod.Holm,
        ["holm-sidak"] = CorrectionMethod.HolmSidak, ["simes-hochberg"] = CorrectionMethod.Hochberg, ["hommel"] = CorrectionMethod.Hommel,
        ["fdr_bh"] = CorrectionMethod.BenjaminiHochberg, ["fdr_by"] = CorrectionMethod.BenjaminiYekutieli,
    };

    [Fact]
    public void Corrected_p_values_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("corrections.json");
        foreach (var c in fixture.Cases("cases"))
            foreach (var (name, method) in Corrections)
            {
                if (c.Maybe(name) is not { } expected) continue;
                double[] adjusted = PValueCorrection.Adjust(c.Doubles("p"), method);
                fixture.Numbers(expected, "adjusted", adjusted, $"{name} of {MetricFixture.Describe(c)}");
            }
        if (fixture.Root.Maybe("ahelm_fleurs_paired_p_as_printed") is { } printed)
            foreach (var expected in printed.GetProperty("adjusted").EnumerateObject())
                fixture.Numbers(expected.Value, PValueCorrection.Adjust(printed.Doubles("p"), Corrections[expected.Name]), expected.Name);
        fixture.Verify();
    }

    [Fact]
    public void A_test_without_a_p_value_is_refused() =>
        Assert.Throws<ArgumentException>(() => PValueCorrection.Adjust([0.1, double.NaN], CorrectionMethod.Holm));

    [Fact]
    public void Effect_sizes_equal_the_recorded_ones()
    {
        using var file = MetricFixture.Open("effect_sizes.json");
        foreach (var c in file.Cases("two_sample"))
        {
            using var loose = c.Text("name") == "large_offset" ? MetricFixture.Open("effect_sizes.json", relative: 1e-6) : null; // digits the reference loses
            var fixture = loose ?? file;
            double[] a = c.Doubles("a"), b = c.Doubles("b");
            if (c.Text("name") != "tiny") // squares of 1e-300 underflow in the reference
            {
                fixture.Number(c, "cohen_d", EffectSizes.CohenD(a, b));
                fixture.Number(c, "hedges_g_exact", EffectSizes.HedgesG(a, b));
                fixture.Number(c, "hedges_g_approx", EffectSizes.HedgesGApproximate(a, b));
                fixture.Number(c, "glass_delta_b", EffectSizes.GlassDelta(a, b));
                fixture.Number(c, "d_average_variance", EffectSizes.AverageVarianceD(a, b));
            }
            fixture.Number(c, "cliff_delta", EffectSizes.CliffDelta(a, b));
            fixture.Number(c, "vargha_delaney_a", EffectSizes.VarghaDelaneyA(a, b));
            loose?.Verify();
        }
        foreach (var c in file.Cases("paired"))
        {
            file.Number(c, "d_z", EffectSizes.PairedDz(c.Doubles("a"), c.Doubles("b")));
            file.Number(c, "d_av", EffectSizes.PairedDav(c.Doubles("a"), c.Doubles("b")));
        }
        foreach (var c in file.Cases("proportions"))
        {
            double p1 = c.GetProperty("p1").GetDouble(), p2 = c.GetProperty("p2").GetDouble();
            file.Number(c, "cohen_h", EffectSizes.CohenH(p1, p2));
            file.Number(c, "odds_ratio", EffectSizes.OddsRatio(p1, p2));
            file.Number(c, "risk_difference", p1 - p2);
        }
        file.Verify();
    }
}
