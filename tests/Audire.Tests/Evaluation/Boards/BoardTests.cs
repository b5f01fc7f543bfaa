using Audire.Evaluation.Boards;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;
using Xunit;

namespace Audire.Tests.Evaluation.Boards;

public sealed class BoardTests
{
    [Fact]
    public void Ties_count_half_as_in_the_published_rule()
    {
        // Three systems with .9, .9 and .5: win rates .75, .75, 0.
        var table = Table(("a", Hits(9, 10)), ("b", Hits(9, 10)), ("c", Hits(5, 10)));
        var board = BoardBuilder.Build([table], ["a", "b", "c"]);
        Assert.Equal([0.75, 0.75, 0.0], board.Select(row => row.Score!.Value));
        Assert.Equal([1, 1], board.Take(2).Select(row => row.Rank));
        Assert.All(board, row => Assert.InRange(row.Score!.Value, row.Low!.Value, row.High!.Value));
    }

    [Fact]
    public void A_clear_difference_is_told_and_an_equal_one_is_not()
    {
        var table = Table(("good", Hits(29, 30)), ("bad", Hits(2, 30)), ("twin", Hits(29, 30)));
        var differences = DifferenceBuilder.Build(table, ["good", "bad", "twin"]).ToArray();
        Assert.Equal("good", differences.Single(d => d is { First: "good", Second: "bad" }).Better);
        var same = differences.Single(d => d is { First: "good", Second: "twin" });
        Assert.Null(same.Better);
        Assert.Equal((0.0, 0.0, 0.0), (same.Value!.Value, same.Low!.Value, same.High!.Value));
        Assert.Equal(30, same.N);
    }

    [Fact]
    public void A_system_alone_has_no_rank_to_win()
    {
        var board = BoardBuilder.Build([Table(("only", Hits(3, 4)))], ["only"]);
        Assert.Null(Assert.Single(board).Score);
    }

    [Fact]
    public void The_bootstrap_interval_of_a_mean_is_near_the_normal_one()
    {
        // 400 clusters of 0 and 1 in equal parts: standard error 0.025.
        var bootstrap = new ClusterBootstrap("clip", 400, "seed");
        var estimate = bootstrap.Estimate(new WeightedMean([.. Enumerable.Range(0, 400).Select(i => new Point(i, i % 2, 1))]));
        Assert.Equal(0.5, estimate.Value!.Value, 12);
        Assert.InRange(estimate.Low!.Value, 0.5 - (1.96 * 0.025) - 0.005, 0.5 - (1.96 * 0.025) + 0.005);
        Assert.InRange(estimate.High!.Value, 0.5 + (1.96 * 0.025) - 0.005, 0.5 + (1.96 * 0.025) + 0.005);
        Assert.Equal("bootstrap(clip, 2000)", estimate.Interval);
    }

    [Fact]
    public void Instances_of_one_cluster_are_drawn_together()
    {
        // Ten clusters of ten equal values vary as ten observations, not as a hundred.
        var points = Enumerable.Range(0, 100).Select(i => new Point(i / 10, i / 10 % 2, 1)).ToArray();
        var clustered = new ClusterBootstrap("speaker", 10, "seed").Estimate(new WeightedMean(points));
        var naive = new ClusterBootstrap("clip", 100, "seed").Estimate(new WeightedMean([.. points.Select((p, i) => p with { Cluster = i })]));
        Assert.True(clustered.High - clustered.Low > 2 * (naive.High - naive.Low));
    }

    [Fact]
    public void A_corpus_rate_weighs_by_length_and_the_worst_group_is_the_worst()
    {
        var mean = new WeightedMean([new Point(0, 1, 1), new Point(1, 0, 9)]);
        Assert.Equal(0.1, mean.Value([1, 1])!.Value, 12);
        Assert.Equal(0.5, mean.Value([9, 1])!.Value, 12);
        Assert.Null(mean.Value([0, 0]));
        var groups = new WorstGroup([new WeightedMean([new Point(0, 0.2, 1)]), new WeightedMean([new Point(1, 0.7, 1)])], higherIsBetter: false);
        Assert.Equal(0.7, groups.Value([1, 1]));
        Assert.Null(groups.Value([1, 0]));
    }

    private static ScenarioTable Table(params (string System, IReadOnlyList<ScoredItem> Items)[] systems) => new(
        new ScenarioRecord("s", "a", "", "", ScenarioTask.Classification, "", "accuracy", ["accuracy"], ["x", "y"], 0, false), systems.ToDictionary(s => s.System, s => s.Items));

    private static ScoredItem[] Hits(int hits, int count) => [.. Enumerable.Range(0, count).Select(i => new ScoredItem(
        $"i{i}", new Dictionary<string, string>(), false, new Dictionary<string, InstanceScore> { ["accuracy"] = new(i < hits ? 1 : 0, 1) }))];
}
