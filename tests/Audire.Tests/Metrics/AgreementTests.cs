using System.Text.Json;
using Audire.Metrics.Statistics;
using Xunit;

namespace Audire.Tests.Metrics;

public class AgreementTests
{
    [Fact]
    public void Cohens_kappa_equals_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("agreement.json");
        foreach (var c in fixture.Cases("cohen"))
        {
            long[,] table = CountTestsTests.Table(c.GetProperty("matrix_rows_a_columns_b"));
            foreach (var (name, weights) in (ReadOnlySpan<(string, KappaWeights)>)[("unweighted", KappaWeights.None), ("linear", KappaWeights.Linear), ("quadratic", KappaWeights.Quadratic)])
            {
                var kappa = CohenKappa.Of(table, weights);
                if (c.Maybe(name) is not { } expected) continue;
                string what = $"{name} of {c.Text("name")}";
                fixture.Number(expected.Maybe("kappa") ?? expected, kappa?.Kappa, what);
                if (c.Maybe("sklearn")?.Maybe(name) is { } other) fixture.Number(other, kappa?.Kappa, what);
                // One rater who never varies: κ is 0 and its error a root of rounding; the reference says NaN.
                if (expected.Maybe("se") is not { ValueKind: JsonValueKind.Number } error) continue;
                fixture.Number(error, kappa?.StandardError, $"error of {what}");
                fixture.Number(expected, "z_null", kappa?.ZNull, $"z of {what}");
                fixture.Numbers(expected, "ci95", kappa is null ? null : [kappa.Interval.Low, kappa.Interval.High], $"interval of {what}");
            }
            fixture.Number(c, "exact_agreement", CohenKappa.Of(table)?.Exact);
            fixture.Number(c, "within_one", CohenKappa.Of(table)?.WithinOne);
        }
        fixture.Verify();
    }

    [Fact]
    public void Kappas_of_many_raters_equal_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("agreement.json");
        foreach (var c in fixture.Cases("fleiss"))
        {
            long[,] wide = CountTestsTests.Table(c.GetProperty("counts_items_by_category"));
            var counts = new int[wide.GetLength(0), wide.GetLength(1)];
            for (int i = 0; i < counts.GetLength(0); i++)
                for (int j = 0; j < counts.GetLength(1); j++) counts[i, j] = (int)wide[i, j];
            fixture.Number(c, "fleiss", Agreement.FleissKappa(counts));
            fixture.Number(c, "randolph", Agreement.RandolphKappa(counts));
        }
        foreach (var c in fixture.Cases("krippendorff"))
        {
            double[][] ratings = [.. c.GetProperty("ratings_rater_by_item").EnumerateArray().Select(row => row.Doubles())];
            fixture.Number(c, "nominal", Agreement.KrippendorffAlpha(ratings, MeasurementLevel.Nominal));
            fixture.Number(c, "ordinal", Agreement.KrippendorffAlpha(ratings, MeasurementLevel.Ordinal));
            fixture.Number(c, "interval", Agreement.KrippendorffAlpha(ratings, MeasurementLevel.Interval));
            fixture.Number(c, "ratio", Agreement.KrippendorffAlpha(ratings, MeasurementLevel.Ratio));
        }
        fixture.Verify();
    }
}
