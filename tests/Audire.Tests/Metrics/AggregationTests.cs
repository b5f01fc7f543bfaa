using System.Text.Json;
using Audire.Metrics.Aggregation;
using Xunit;

namespace Audire.Tests.Metrics;

public class AggregationTests
{
    [Fact]
    public void Stats_add_up_as_recorded()
    {
        using var fixture = MetricFixture.Open("stat_aggregation.json");
        foreach (var c in fixture.Cases("stats"))
        {
            var stat = Stat.Of(c.GetProperty("values").EnumerateArray().Select(MetricFixture.Parse));
            Compare(fixture, c, stat, MetricFixture.Describe(c));
            if (c.Maybe("take_mean") is { } mean) Compare(fixture, mean, stat.TakeMean(), $"mean of {MetricFixture.Describe(c)}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Runs_pool_by_mean_or_by_item_as_recorded()
    {
        using var fixture = MetricFixture.Open("stat_aggregation.json");
        foreach (var c in fixture.Cases("aggregation"))
        {
            Stat[] runs = c.Maybe("runs") is { } values
                ? [.. values.EnumerateArray().Select(run => Stat.Of(run.EnumerateArray().Select(MetricFixture.Parse)))]
                : [.. c.Ints("run_sizes").Zip(c.Doubles("run_sums"), (n, sum) => Stat.Of(Enumerable.Range(0, n).Select(i => (double?)(i < sum ? 1 : 0))))];
            var macro = runs.Aggregate(Stat.Empty, (sum, run) => sum.Merge(run.TakeMean()));
            var micro = runs.Aggregate(Stat.Empty, (sum, run) => sum.Merge(run));
            if (c.Maybe("macro") is { } expectedMacro) Compare(fixture, expectedMacro, macro, "macro");
            if (c.Maybe("micro") is { } expectedMicro) Compare(fixture, expectedMicro, micro, "micro");
            fixture.Number(c, "macro_mean", macro.Mean);
            fixture.Number(c, "micro_mean", micro.Mean);
        }
        fixture.Verify();
    }

    [Fact]
    public void Win_rates_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("win_rates.json");
        foreach (var c in fixture.Cases("cases"))
        {
            double?[][] rows = [.. c.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(MetricFixture.Parse).ToArray())];
            bool?[] lower = [.. c.GetProperty("lower_is_better").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (bool?)null : v.GetBoolean())];
            var (mean, median) = (WinRates.Mean(rows, lower), WinRates.Median(rows, lower));
            for (int i = 0; i < rows.Length; i++)
            {
                if (c.Maybe("mean_win_rate") is { } means) fixture.Number(means[i], mean[i], $"mean of row {i} of {c.Text("name")}");
                if (c.Maybe("median_win_rate") is { } medians) fixture.Number(medians[i], median[i], $"median of row {i} of {c.Text("name")}");
            }
        }
        fixture.Verify();
    }

    [Fact]
    public void Published_win_rates_follow_from_the_published_columns()
    {
        using var tables = MetricFixture.Open("ahelm_tables.json");
        using var fixture = MetricFixture.Open("ahelm_recomputed.json");
        var leaves = tables.Cases("leaf_results").ToList();
        string[] systems = [.. leaves.Select(l => l.Text("short")).Distinct()];
        foreach (var c in fixture.Cases("column_win_rates"))
        {
            var column = leaves.Where(l => l.Text("scenario") == c.Text("scenario")).ToDictionary(l => l.Text("short"), l => MetricFixture.Parse(l.GetProperty("value")));
            double?[][] rows = [.. systems.Select(s => new[] { column.GetValueOrDefault(s) })];
            double?[][] rates = WinRates.ByColumn(rows, [c.GetProperty("lower_is_better").GetBoolean()]);
            for (int i = 0; i < systems.Length; i++) fixture.Number(c, systems[i], rates[i][0], $"{systems[i]} in {c.Text("scenario")}");
        }
        fixture.Verify();
    }

    private static void Compare(MetricFixture fixture, JsonElement expected, Stat actual, string what)
    {
        fixture.Number(expected, "count", actual.Count, $"count of {what}");
        fixture.Number(expected, "sum", actual.Sum, $"sum of {what}");
        fixture.Number(expected, "sum_squared", actual.SumSquared, $"sum of squares of {what}");
        fixture.Number(expected, "min", actual.Min, $"min of {what}");
        fixture.Number(expected, "max", actual.Max, $"max of {what}");
        fixture.Number(expected, "mean", actual.Mean, $"mean of {what}");
        fixture.Number(expected, "variance", actual.Variance, $"variance of {what}");
        fixture.Number(expected, "stddev", actual.StandardDeviation, $"deviation of {what}");
    }
}
