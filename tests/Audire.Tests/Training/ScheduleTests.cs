using Audire.Tests.Support;
using Audire.Training.Optimisation;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>Learning rates against the recorded schedules, in double precision.</summary>
public sealed class ScheduleTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData("factor_at_step")]
    [InlineData("no_warmup")]
    public void Common_schedules_agree(string table)
    {
        using var document = Fixtures.Json("llm", "schedules.json");
        var entry = document.RootElement.GetProperty(table);
        var (warmup, total) = (entry.GetProperty("warmup").GetInt64(), entry.GetProperty("total").GetInt64());
        var rules = new Dictionary<string, ILearningRate>(StringComparer.Ordinal)
        {
            ["cosine"] = new CosineRate(1, warmup, total),
            ["linear"] = new LinearRate(1, warmup, total),
            ["constant"] = new ConstantRate(1),
            ["constant_with_warmup"] = new ConstantRate(1, warmup),
        };
        var steps = entry.GetProperty("steps").EnumerateArray().Select(step => step.GetInt64()).ToArray();
        foreach (var (name, rule) in rules)
            foreach (var (step, factor) in steps.Zip(entry.GetProperty(name).EnumerateArray().Select(factor => factor.GetDouble())))
                Assert.Equal(factor, rule.At(step), Tolerance);
    }

    [Fact]
    public void Salmonn_schedules_agree_and_restart_in_each_epoch_of_the_warm_up()
    {
        using var document = Fixtures.Json("llm", "schedules.json");
        foreach (var entry in document.RootElement.GetProperty("salmonn").EnumerateArray())
        {
            var rule = new SalmonnRate(
                entry.GetProperty("peak").GetDouble(), entry.GetProperty("min").GetDouble(), entry.GetProperty("start").GetDouble(),
                entry.GetProperty("warmup").GetInt64(), entry.GetProperty("per_epoch").GetInt64(), entry.GetProperty("epochs").GetInt64());
            foreach (var (step, rate) in entry.GetProperty("steps").EnumerateArray().Zip(entry.GetProperty("lr").EnumerateArray()))
                Assert.Equal(rate.GetDouble(), rule.At(step.GetInt64()), Tolerance);
        }
    }

    [Fact]
    public void The_reference_scheduler_table_agrees()
    {
        using var document = Fixtures.Json("salmonn", "tables", "lr.json");
        foreach (var entry in document.RootElement.GetProperty("schedules").EnumerateArray())
        {
            var rule = new SalmonnRate(
                entry.GetProperty("init_lr").GetDouble(), entry.GetProperty("min_lr").GetDouble(), entry.GetProperty("warmup_start_lr").GetDouble(),
                entry.GetProperty("warmup_steps").GetInt64(), entry.GetProperty("iters_per_epoch").GetInt64(), entry.GetProperty("max_epoch").GetInt64());
            foreach (var point in entry.GetProperty("points").EnumerateArray())
                Assert.Equal(point.GetProperty("lr").GetDouble(), rule.At(point.GetProperty("step").GetInt64()), Tolerance);
        }
    }
}
