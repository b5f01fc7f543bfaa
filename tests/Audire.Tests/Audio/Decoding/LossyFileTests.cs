using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

public class LossyFileTests
{
    // Two decoders of one codec differ: MP3, Vorbis and AAC agree to 50 dB and more, Opus to 15 dB.
    [Fact]
    public void Every_lossy_file_decodes_through_ffmpeg()
    {
        Assert.SkipWhen(FfmpegProgram.FindOnPath() is null, "ffmpeg is not on PATH.");
        using var index = new FormatIndex();
        var failures = new List<string>();
        foreach (var (name, path, facts) in index.Files("lossy"))
        {
            var clip = AudioFile.Load(path, TestContext.Current.CancellationToken);
            var expected = AudioFile.Load(index.PathOf(facts.GetProperty("expected_mono_16k").GetString()!), TestContext.Current.CancellationToken);
            if (clip.SampleRate != facts.GetProperty("rate").GetInt32()) failures.Add($"{name}: {clip.SampleRate} Hz");
            if (clip.ChannelCount != facts.GetProperty("channels").GetInt32()) failures.Add($"{name}: {clip.ChannelCount} channels");
            if (clip.Length != facts.GetProperty("ffmpeg_samples_per_channel").GetInt32()) failures.Add($"{name}: {clip.Length} samples");
            var atLeast = facts.GetProperty("codec").GetString() == "opus" ? 15 : 50;
            // Below 6.4 kHz: the recorded values went through ffmpeg's resampler, whose filter begins to fall there.
            var snr = SignalToNoise(clip.ToSpeech().Resample(12_800).Channel(0), expected.Resample(12_800).Channel(0));
            if (!(snr >= atLeast)) failures.Add($"{name}: agrees to {snr:f1} dB only");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Bytes_in_memory_give_what_the_file_gives()
    {
        Assert.SkipWhen(FfmpegProgram.FindOnPath() is null, "ffmpeg is not on PATH.");
        using var index = new FormatIndex();
        var path = index.Files("lossy").First().Path;
        Assert.Equal(AudioFile.Load(path, TestContext.Current.CancellationToken).ContentHash,
            AudioDecoder.Decode(File.ReadAllBytes(path), cancellationToken: TestContext.Current.CancellationToken).ContentHash);
    }

    [Fact]
    public void Without_ffmpeg_the_error_says_what_to_do()
    {
        using var index = new FormatIndex();
        var path = index.Files("lossy").First().Path;
        var before = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", "");
            var error = Assert.Throws<AudioFormatException>(() => AudioFile.Load(path, TestContext.Current.CancellationToken));
            Assert.Equal(AudioFormatProblem.UnsupportedCodec, error.Kind);
            Assert.Contains("install ffmpeg", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", before);
        }
    }

    private static double SignalToNoise(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double signal = 0, noise = 0;
        for (var i = 0; i < Math.Min(actual.Length, expected.Length); i++)
        {
            signal += (double)expected[i] * expected[i];
            noise += Math.Pow((double)actual[i] - expected[i], 2);
        }
        return 10 * Math.Log10(signal / (noise + 1e-20));
    }
}
