using System.Text.Json;
using Audire.Audio.Features;
using Audire.Tests.Support;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Audio.Features;

public class LogMelTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Follows_every_recorded_case()
    {
        using var index = Fixtures.Json("features", "logmel.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "logmel.safetensors"));
        var signals = new RecordedSignals(index.RootElement.GetProperty("signals"));
        var failures = new List<string>();
        foreach (var recorded in index.RootElement.GetProperty("cases").EnumerateObject())
            failures.AddRange(Check(recorded.Value, signals, tensors).Select(failure => $"{recorded.Name}: {failure}"));
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static IEnumerable<string> Check(JsonElement recorded, RecordedSignals signals, RecordedTensors tensors)
    {
        using var scope = torch.NewDisposeScope();
        var bins = recorded.GetProperty("n_mels").GetInt32();
        int? padTo = recorded.GetProperty("padded_to") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        var samples = signals[recorded.GetProperty("signal").GetString()!];
        var actual = LogMel.Compute(samples, bins, padTo);
        var stats = recorded.GetProperty("stats");
        var shape = stats.GetProperty("shape").EnumerateArray().Select(x => x.GetInt64()).ToArray();
        if (!shape.SequenceEqual(actual.shape)) yield return $"shape {string.Join('x', actual.shape)} instead of {string.Join('x', shape)}";
        if (Math.Abs(actual.mean().item<float>() - stats.GetProperty("mean").GetDouble()) > Tolerance) yield return $"mean {actual.mean().item<float>()}";
        if (Math.Abs(actual.max().item<float>() - stats.GetProperty("max").GetDouble()) > Tolerance) yield return $"max {actual.max().item<float>()}";
        if (Math.Abs(actual.min().item<float>() - stats.GetProperty("min").GetDouble()) > Tolerance) yield return $"min {actual.min().item<float>()}";
        if (recorded.TryGetProperty("attention_mask_sum", out var heard) && Math.Min(LogMel.HeardFrames(samples.Length), shape[1]) != heard.GetInt32())
            yield return $"{LogMel.HeardFrames(samples.Length)} heard frames instead of {heard}";
        if (recorded.GetProperty("constant") is { ValueKind: JsonValueKind.Number } constant)
        {
            if ((actual - constant.GetDouble()).abs().max().item<float>() != 0) yield return $"not {constant} everywhere";
            yield break;
        }
        var expected = tensors[recorded.GetProperty("tensor").GetString()!];
        long[] frames = [.. recorded.GetProperty("frames").EnumerateArray().Select(x => x.GetInt64())];
        var selected = actual.index_select(1, torch.tensor(frames)).contiguous();
        var difference = Difference.Max(selected.data<float>().ToArray(), expected.Values);
        if (difference > Tolerance) yield return $"off by {difference:g3}";
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(199)]
    [InlineData(200)]
    public void A_signal_too_short_to_mirror_must_be_padded(int length)
    {
        using var scope = torch.NewDisposeScope();
        var samples = new float[length];
        Assert.Throws<ArgumentException>(() => LogMel.Compute(samples, padTo: null));
        Assert.Equal([80, 3000], LogMel.Compute(samples).shape);
        Assert.Equal(-1.5f, LogMel.Compute(samples).max().item<float>());
    }

    [Fact]
    public void Frames_in_the_padding_are_what_computing_them_would_give()
    {
        using var scope = torch.NewDisposeScope();
        var samples = Noise(5_000);
        for (var length = 4_700; length <= 5_000; length += 37)
        {
            var padded = new float[16_000];
            samples.AsSpan(0, length).CopyTo(padded);
            var difference = LogMel.Compute(samples.AsSpan(0, length), padTo: 16_000) - LogMel.Compute(padded, padTo: null);
            Assert.True(difference.abs().max().item<float>() == 0, $"{length} samples");
        }
    }

    [Fact]
    public void A_recording_is_followed_by_thirty_seconds_of_silence_and_has_one_maximum()
    {
        using var scope = torch.NewDisposeScope();
        var samples = Noise(600_000);
        var recording = LogMel.ComputeRecording(samples);
        Assert.Equal([80, (600_000 + 480_000) / 160], recording.shape);
        var padded = new float[1_080_000];
        samples.CopyTo(padded, 0);
        var difference = (recording - LogMel.Compute(padded, padTo: null)).abs().max().item<float>();
        Assert.True(difference <= 1e-5, $"off by {difference}");
    }

    [Fact]
    public void Blocks_leave_no_seam()
    {
        using var scope = torch.NewDisposeScope();
        var samples = Noise(3_100 * 160); // the first block ends with frame 3,000
        var whole = LogMel.Compute(samples, padTo: null);
        var part = LogMel.Compute(samples.AsSpan(2_900 * 160), padTo: null);
        // Away from the mirrored start of the part, and both far above the floor that depends on the maximum.
        var difference = (whole.narrow(1, 2_910, 180) - part.narrow(1, 10, 180)).abs().max().item<float>();
        Assert.True(difference <= 1e-5, $"off by {difference}");
    }

    [Fact]
    public void A_hundredth_of_a_second_has_one_frame_of_sound()
    {
        using var scope = torch.NewDisposeScope();
        var mel = LogMel.Compute(Noise(160));
        Assert.True(mel.narrow(1, 0, 1).max().item<float>() > mel.narrow(1, 10, 100).max().item<float>());
    }

    [Fact]
    public void A_sample_of_1e30_makes_no_infinity()
    {
        using var scope = torch.NewDisposeScope();
        var samples = Noise(16_000);
        samples[8_000] = 1e30f;
        var mel = LogMel.Compute(samples);
        Assert.True(mel.isfinite().all().item<bool>());
        Assert.Equal(2.0, mel.max().item<float>() - mel.min().item<float>(), 1e-5);
    }

    [Fact]
    public void Scaling_against_overflow_does_not_change_the_result()
    {
        using var scope = torch.NewDisposeScope();
        var samples = Noise(16_000);
        var loud = samples.Select(sample => sample * 1.1e13f).ToArray();
        var shift = 2 * Math.Log10(1.1e13) / 4;
        Assert.True((LogMel.Compute(loud) - shift - LogMel.Compute(samples)).narrow(1, 5, 90).abs().max().item<float>() <= 1e-4);
    }

    [Fact]
    public void A_sample_that_is_not_finite_is_named()
    {
        var samples = Noise(1_000);
        samples[777] = float.NaN;
        var error = Assert.Throws<ArgumentException>(() => LogMel.Compute(samples));
        Assert.StartsWith("Sample 777", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_callers_scope_owns_the_result_and_nothing_else_is_left()
    {
        using (torch.NewDisposeScope()) LogMel.Compute(Noise(16_000)); // caches filled inside a scope must outlive it
        var before = LiveTensors.AtRest();
        for (var i = 0; i < 20; i++)
        {
            using var scope = torch.NewDisposeScope();
            LogMel.Compute(Noise(16_000));
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static float[] Noise(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
