using Audire.Evaluation.Runs;
using Audire.Reporting;
using Audire.Reporting.Charts;
using Audire.Reporting.Model;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>From records to what the pages show.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Systems_stand_in_the_boards_order_with_baselines_last()
    {
        var systems = ReportSamples.Model().Systems;
        Assert.Equal([ReportSamples.Recogniser, ReportSamples.Cascade, "majority", "empty"], systems.Select(system => system.Name));
        Assert.Equal([0, 1, -1, -1], systems.Select(system => system.Slot));
    }

    [Fact]
    public void Cells_over_slices_become_groups_in_order_and_differences_apart()
    {
        var model = ReportSamples.Model();
        var noise = Assert.Single(model.Scenarios.Single(s => s.Record.Name == "noise").Slices);
        Assert.Equal(["-5", "0", "5", "10", "20", "clean"], noise.Slices.Select(slice => slice.Value));
        Assert.True(noise.IsOrdered);

        var voices = model.Scenarios.Single(s => s.Record.Name == "voices");
        Assert.Equal(["female", "male"], Assert.Single(voices.Slices).Slices.Select(slice => slice.Value));
        Assert.Equal(model.Systems, voices.GroupDifferences.Select(difference => difference.System));
        Assert.Equal([false, true, false, false], voices.GroupDifferences.Select(difference => difference.Value.ExcludesZero));
        Assert.Equal(["wer", "wer@gender:worst"], voices.Cells.Select(cell => cell.Metric).Distinct(StringComparer.Ordinal));
        Assert.Equal("word error rate, worst speaker gender", voices.Metric.Label);
        Assert.Equal(["wer"], voices.OtherMetrics.Select(metric => metric.Name));
    }

    [Fact]
    public void A_hyphen_in_a_groups_value_is_no_difference()
    {
        Cell Of(string metric) => new("empty", "x", "y", metric, true, 0.5, 0.4, 0.6, "wilson", 4, 0, 0);
        var (slices, differences) = SliceReader.Read([Of("accuracy@class:tic-tac"), Of("accuracy@class:tac")], "accuracy", [new("empty", -1)]);
        Assert.Equal(["tac", "tic-tac"], Assert.Single(slices).Slices.Select(slice => slice.Value));
        Assert.Empty(differences);
    }

    [Fact]
    public void Pairs_stand_better_ranked_first_and_two_baselines_are_not_compared()
    {
        PairedDifference Pair(string first, string second) => new("x", "wer", first, second, 0.2, 0.1, 0.4, "", 9, second);
        var pairs = PairOrder.Arrange([Pair("empty", "a"), Pair("empty", "chance"), Pair("b", "a")], [new("a", 0), new("b", 1), new("chance", -1), new("empty", -1)]);
        Assert.Equal([("a", "b"), ("a", "empty")], pairs.Select(pair => (pair.First, pair.Second)));
        Assert.All(pairs, pair => Assert.Equal((-0.2, -0.4, -0.1, "a"), (pair.Value, pair.Low, pair.High, pair.Better)));
    }

    [Fact]
    public void Confusions_count_labels_and_all_other_text()
    {
        var sounds = ReportSamples.Model(5).Scenarios.Single(s => s.Record.Name == "sounds");
        var talker = sounds.Confusions.Single(confusion => confusion.System.Name == ReportSamples.Recogniser);
        Assert.All(Enumerable.Range(0, 5), row => Assert.Equal(1, talker.Counts[row, row])); // "A dog, I think." is a dog
        var namer = sounds.Confusions.Single(confusion => confusion.System.Name == ReportSamples.Cascade);
        Assert.Equal(1, namer.Counts[0, 0]);
        Assert.Equal(1, namer.Counts[2, 1]);
        Assert.Equal(0, namer.Counts[2, 5]);
        Assert.DoesNotContain(sounds.Confusions, confusion => confusion.System.IsBaseline);
    }

    [Fact]
    public void Verdicts_follow_the_main_metric()
    {
        var voices = ReportSamples.Model().Scenarios.Single(s => s.Record.Name == "voices");
        Assert.Equal([Verdict.Right, Verdict.Failed, Verdict.Wrong, Verdict.Wrong], voices.Instances[0].Answers.Select(answer => answer.Verdict));
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("a b")]
    [InlineData("A B")]
    [InlineData("../../etc")]
    [InlineData("Ю")]
    public void Names_become_safe_file_names_that_never_meet(string name)
    {
        Assert.Matches("^[a-z0-9_-]+$", Links.Slug(name));
        Assert.NotEqual(Links.Slug(name + "!"), Links.Slug(name));
        Assert.Equal(name == "reading", Links.Slug(name) == name);
    }

    [Theory]
    [InlineData(0.05, 0, 0.06)]
    [InlineData(0.4, 0, 1)]
    [InlineData(1.3, 0, 1.5)]
    [InlineData(37, 0, 40)]
    public void An_axis_begins_at_zero_and_ends_on_a_round_value(double highest, double low, double high)
    {
        var scale = Scale.Of([highest, null, double.NaN]);
        Assert.Equal(low, scale.Low, 9);
        Assert.Equal(high, scale.High, 9);
        Assert.Equal("0%", scale.At(-1));
        Assert.Equal("100%", scale.At(scale.High));
    }

    [Fact]
    public void An_axis_of_differences_is_even_on_both_sides()
    {
        var scale = Scale.Around([-0.04, 0.01]);
        Assert.Equal(-scale.Low, scale.High, 9);
        Assert.Equal("50%", scale.At(0));
        Assert.Contains("\u22120.04", scale.Ticks.Select(scale.Label));
    }
}
