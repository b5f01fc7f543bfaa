using Audire.Training.Data;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>Which examples stand in which batch.</summary>
public sealed class SamplerTests
{
    private static readonly string[] Tasks = [.. Enumerable.Repeat("asr", 60).Concat(Enumerable.Repeat("digit", 30)).Concat(Enumerable.Repeat("sex", 10))];
    private static readonly double[] Lengths = [.. Enumerable.Range(0, 100).Select(index => (double)(index * 37 % 100))];

    [Fact]
    public void A_batch_follows_from_its_number_whatever_was_asked_before()
    {
        var (a, b) = (Sampler(), Sampler());
        var forward = Enumerable.Range(0, 30).Select(number => a.Batch(number).ToArray()).ToArray();
        foreach (var number in new[] { 29, 3, 17, 0, 28 }) Assert.Equal(forward[number], b.Batch(number));
        Assert.NotEqual(forward[0], Sampler(seed: 2).Batch(0));
    }

    [Fact]
    public void An_epoch_draws_everything_once_and_the_next_in_another_order()
    {
        var sampler = Sampler();
        Assert.Equal(10, sampler.BatchesPerEpoch);
        var first = Enumerable.Range(0, 10).SelectMany(number => sampler.Batch(number)).ToArray();
        var second = Enumerable.Range(10, 10).SelectMany(number => sampler.Batch(number)).ToArray();
        Assert.Equal(Enumerable.Range(0, 100), first.Select(draw => draw.Index).Order());
        Assert.Equal(Enumerable.Range(0, 100), second.Select(draw => draw.Index).Order());
        Assert.NotEqual(first.Select(draw => draw.Index), second.Select(draw => draw.Index));
        Assert.All(second, draw => Assert.Equal(1, draw.Pass));
    }

    [Theory]
    [InlineData(TaskBalance.Equal, 34)]
    [InlineData(TaskBalance.Root, 19)]
    [InlineData(TaskBalance.Natural, 10)]
    public void Tasks_come_in_the_wanted_proportions_and_each_goes_round_its_own_examples(TaskBalance balance, int expected)
    {
        var sampler = Sampler(balance: balance);
        var draws = Enumerable.Range(0, 10).SelectMany(number => sampler.Batch(number)).Where(draw => Tasks[draw.Index] == "sex").ToArray();
        Assert.InRange(draws.Length, expected - 1, expected + 1);
        Assert.True(draws.CountBy(draw => draw.Index).Max(pair => pair.Value) - draws.CountBy(draw => draw.Index).Min(pair => pair.Value) <= 1);
    }

    [Fact]
    public void Weights_count_on_top_and_a_task_of_weight_zero_is_not_drawn()
    {
        var sampler = new BatchSampler(Tasks, Lengths, 10, 1, TaskBalance.Equal, new Dictionary<string, double> { ["asr"] = 0, ["digit"] = 3 });
        var tasks = Enumerable.Range(0, 10).SelectMany(number => sampler.Batch(number)).CountBy(draw => Tasks[draw.Index]).ToDictionary();
        Assert.Equal(["digit", "sex"], tasks.Keys.Order());
        Assert.Equal(75, tasks["digit"]);
    }

    [Fact]
    public void Clips_of_similar_length_stand_together()
    {
        Assert.True(Spread(Sampler(buckets: true)) < 0.4 * Spread(Sampler(buckets: false)));

        static double Spread(BatchSampler sampler) => Enumerable.Range(0, 10).Average(number => sampler.Batch(number).Max(draw => Lengths[draw.Index]) - sampler.Batch(number).Min(draw => Lengths[draw.Index]));
    }

    [Fact]
    public void Fewer_examples_than_a_batch_are_drawn_again()
    {
        var sampler = new BatchSampler(["a", "a", "a"], [1, 2, 3], 8, 1);
        Assert.Equal(8, sampler.Batch(0).Count);
        Assert.Equal([0, 1, 2], sampler.Batch(5).Select(draw => draw.Index).Distinct().Order());
    }

    private static BatchSampler Sampler(long seed = 1, TaskBalance balance = TaskBalance.Natural, bool buckets = true) => new(Tasks, Lengths, 10, seed, balance, buckets: buckets);
}
