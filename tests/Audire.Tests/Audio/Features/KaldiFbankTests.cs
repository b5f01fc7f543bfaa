using System.Text.Json;
using Audire.Audio.Features;
using Audire.Tests.Support;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Audio.Features;

public class KaldiFbankTests
{
    [Fact]
    public void Follows_every_recorded_case()
    {
        using var index = Fixtures.Json("features", "kaldi_fbank.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "kaldi_fbank.safetensors"));
        var signals = new RecordedSignals(index.RootElement.GetProperty("signals"));
        var failures = new List<string>();
        foreach (var recorded in index.RootElement.GetProperty("cases").EnumerateObject())
            failures.AddRange(Check(recorded.Value, signals, tensors).Select(failure => $"{recorded.Name}: {failure}"));
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // 1e-3 on the energies, mean 2e-5; 5e-5 on the normalised values.
    private static IEnumerable<string> Check(JsonElement recorded, RecordedSignals signals, RecordedTensors tensors)
    {
        using var scope = torch.NewDisposeScope();
        var samples = signals[recorded.GetProperty("signal").GetString()!];
        var bins = recorded.GetProperty("num_mel_bins").GetInt32();
        var actual = KaldiFbank.Compute(samples, bins);
        if (actual.shape[0] != recorded.GetProperty("n_frames").GetInt64()) yield return $"{actual.shape[0]} frames";
        var normalisedBy = new { Mean = 15.41663, Scale = 2 * 6.55582 };
        if (recorded.TryGetProperty("normalised_stats", out var stats))
        {
            var normalised = KaldiFbank.ComputeForBeats(samples, bins);
            foreach (var (name, value) in new[] { ("mean", normalised.mean()), ("max", normalised.max()), ("min", normalised.min()) })
                if (Math.Abs(value.item<float>() - stats.GetProperty(name).GetDouble()) > 5e-5) yield return $"normalised {name} {value.item<float>()}";
            if (((actual - normalisedBy.Mean) / normalisedBy.Scale - normalised).abs().max().item<float>() > 1e-6) yield return "normalised otherwise";
        }
        if (recorded.GetProperty("constant") is { ValueKind: JsonValueKind.Number } constant)
        {
            if ((actual - constant.GetDouble()).abs().max().item<float>() > 1e-6) yield return $"not {constant} everywhere";
            yield break;
        }
        var expected = tensors[recorded.GetProperty("tensor").GetString()!];
        long[] frames = [.. recorded.GetProperty("frames").EnumerateArray().Select(x => x.GetInt64())];
        var selected = actual.index_select(0, torch.tensor(frames)).contiguous().data<float>().ToArray();
        var difference = Difference.Max(selected, expected.Values);
        if (difference > 1e-3) yield return $"off by {difference:g3}";
        var mean = selected.Zip(expected.Values, (a, b) => Math.Abs((double)a - b)).Average();
        if (mean > 2e-5) yield return $"off by {mean:g3} on average";
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(160, 0)]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(560, 2)]
    public void A_signal_shorter_than_a_frame_has_no_frames(int samples, int frames)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([frames, 128], KaldiFbank.Compute(new float[samples]).shape);
    }

    [Fact]
    public void Blocks_leave_no_seam()
    {
        using var scope = torch.NewDisposeScope();
        var random = new Random(7);
        var samples = new float[2_100 * KaldiFbank.Hop + 240];
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)random.NextDouble() - 0.5f;
        var whole = KaldiFbank.Compute(samples);                                  // the first block ends with frame 2,000
        var part = KaldiFbank.Compute(samples.AsSpan(1_900 * KaldiFbank.Hop));
        Assert.True((whole.narrow(0, 1_900, 200) - part).abs().max().item<float>() <= 1e-5);
    }

    [Fact]
    public void A_sample_that_is_not_finite_is_named() =>
        Assert.Contains("Sample 2 ", Assert.Throws<ArgumentException>(() => KaldiFbank.Compute([0, 0, float.NaN])).Message, StringComparison.Ordinal);
}
