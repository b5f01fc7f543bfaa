using Audire.Models.Generation;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>Choosing one token: ties, draws, their reproducibility and their distribution.</summary>
public sealed class SamplerTests
{
    [Fact]
    public void Of_equal_scores_the_lowest_id_is_best()
    {
        using var scope = NewDisposeScope();
        var scores = zeros(2, 40_000);
        scores[0, 7] = 3; scores[0, 9] = 3; scores[0, 39_999] = 3;
        Assert.Equal([7, 0], Sampler.Best(scores));
    }

    /// <summary>The stream is part of the contract: these numbers follow from the formula in its remarks, computed by hand elsewhere.</summary>
    [Fact]
    public void The_stream_is_the_documented_one()
    {
        var stream = new SampleStream(0);
        Assert.Equal(Reference(0, 0, 0), stream.Draw(0, 0));
        Assert.Equal(Reference(12345, 3, 17), new SampleStream(12345).Draw(3, 17));
        Assert.NotEqual(stream.Draw(0, 1), stream.Draw(1, 0));
        // The first output of SplitMix64 with seed 0 is 0xE220A8397B1DCDAF, which is the key here; its next output is the draw.
        Assert.Equal(Next(0xE220A8397B1DCDAF) >> 11, (ulong)(stream.Draw(0, 0) * (1UL << 53)));
    }

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        using var scope = NewDisposeScope();
        double[] probabilities = [0.5, 0.25, 0.125, 0.125, 0];
        var scores = tensor(probabilities.Select(p => (float)Math.Log(p)).ToArray(), [1, 5]);
        var stream = new SampleStream(1);
        var counts = new int[5];
        const int Draws = 20_000;
        for (var step = 0; step < Draws; step++) counts[Sampler.Draw(scores, row => stream.Draw(row, step))[0]]++;
        for (var id = 0; id < 5; id++)
        {
            var deviation = Math.Sqrt(Draws * probabilities[id] * (1 - probabilities[id]));
            Assert.True(Math.Abs(counts[id] - Draws * probabilities[id]) <= 4 * deviation, $"id {id} came {counts[id]} times");
        }
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.9999999999999999, 3)]
    public void The_ends_of_the_unit_interval_draw_the_first_and_last_possible_token(double uniform, int expected)
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { float.NegativeInfinity, 0f, 0f, 0f, float.NegativeInfinity }, [1, 5]);
        Assert.Equal([expected], Sampler.Draw(scores, _ => uniform));
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        foreach (var wrong in (GenerationOptions[])
            [new() { MaxNewTokens = 0 }, new() { TopP = 0 }, new() { TopP = double.NaN }, new() { Temperature = -1 }, new() { RepetitionPenalty = 0 }, new() { Beams = 65 }, new() { PresencePenalty = 3 }])
            Assert.Contains("between", Assert.Throws<ArgumentOutOfRangeException>(wrong.Validate).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(new GenerationOptions { StopStrings = [""] }.Validate);
        Assert.Throws<ArgumentException>(new GenerationOptions { Beams = 2, Temperature = 1 }.Validate);
        new GenerationOptions().Validate();
    }

    private static double Reference(ulong seed, int row, int step)
    {
        unchecked
        {
            var key = Mix(seed + (ulong)(row + 1) * 0x9E3779B97F4A7C15);
            return (Mix(key + (ulong)(step + 1) * 0x9E3779B97F4A7C15) >> 11) * Math.Pow(2, -53);
        }
    }

    private static ulong Next(ulong state) => Mix(unchecked(state + 0x9E3779B97F4A7C15));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
