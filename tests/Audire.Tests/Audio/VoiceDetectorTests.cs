using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Audio;

public class VoiceDetectorTests
{
    private static readonly string[] SpeechSets = ["librispeech-train-clean-100", "ljspeech", "speech-misc"];

    [Fact]
    public void Recorded_speech_is_kept()
    {
        var failures = new List<string>();
        var checkedClips = 0;
        foreach (var file in SpeechSets.SelectMany(Clips))
        {
            var clip = AudioFile.Load(file, TestContext.Current.CancellationToken).ToSpeech();
            var kept = KeptEnergy(clip.Channel(0), VoiceDetector.Detect(clip.Channel(0)));
            if (kept < 0.97) failures.Add($"{Path.GetFileName(file)}: {kept:p1} of the energy kept");
            checkedClips++;
        }
        Assert.SkipWhen(checkedClips == 0, "No speech recordings are on this machine.");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Speech_in_white_noise_at_10_dB_is_kept()
    {
        var files = SpeechSets.SelectMany(Clips).Take(12).ToList();
        Assert.SkipWhen(files.Count == 0, "No speech recordings are on this machine.");
        foreach (var file in files)
        {
            var clip = AudioFile.Load(file, TestContext.Current.CancellationToken).ToSpeech();
            var noisy = clip.AtSnr(Noise.White(48_000, 0.1, seed: 11), 10);
            var kept = KeptEnergy(clip.Channel(0), VoiceDetector.Detect(noisy.Channel(0)));
            Assert.True(kept >= 0.9, $"{Path.GetFileName(file)}: {kept:p1} of the clean energy kept");
        }
    }

    [Theory]
    [InlineData(-80)]
    [InlineData(-60)]
    [InlineData(-40)]
    [InlineData(-20)]
    [InlineData(-3)]
    public void Steady_noise_is_not_speech(int levelDb)
    {
        var rms = Math.Pow(10, levelDb / 20.0);
        foreach (var length in new[] { 4_000, 80_000, 480_000 })
        {
            Assert.Empty(VoiceDetector.Detect(Noise.White(length, rms, seed: 1).Channel(0)));
            Assert.Empty(VoiceDetector.Detect(Noise.Pink(length, rms, seed: 2).Channel(0)));
        }
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-20)]
    public void White_noise_that_starts_and_stops_is_not_speech(int levelDb)
    {
        var noise = Noise.White(80_000, Math.Pow(10, levelDb / 20.0), seed: 1).Channel(0).ToArray();
        Assert.Empty(VoiceDetector.Detect([.. new float[32_000], .. noise, .. new float[32_000]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(400)]
    [InlineData(480_000)]
    public void Silence_of_any_length_has_no_segments(int length)
    {
        Assert.Empty(VoiceDetector.Detect(new float[length]));
        Assert.Empty(VoiceDetector.Detect(Enumerable.Repeat(0.1f, length).ToArray())); // a constant is silence too
    }

    [Fact]
    public void Segments_are_in_order_apart_and_inside_the_clip()
    {
        var files = SpeechSets.SelectMany(Clips).Take(1).ToList();
        Assert.SkipWhen(files.Count == 0, "No speech recordings are on this machine.");
        var speech = AudioFile.Load(files[0], TestContext.Current.CancellationToken).ToSpeech().Channel(0).ToArray();
        float[] samples = [.. speech, .. new float[48_000], .. speech];
        var segments = VoiceDetector.Detect(samples);
        Assert.True(segments.Count >= 2);
        var at = -1;
        foreach (var segment in segments)
        {
            Assert.True(segment.Start > at && segment.End > segment.Start && segment.End <= samples.Length);
            at = segment.End;
        }
        Assert.DoesNotContain(segments, segment => segment.Start < speech.Length + 16_000 && segment.End > speech.Length + 32_000);
    }

    [Fact]
    public void A_sample_that_is_not_finite_is_named() =>
        Assert.Contains("Sample 5 ", Assert.Throws<ArgumentException>(() => VoiceDetector.Detect([0, 0, 0, 0, 0, float.NaN])).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Clips(string set)
    {
        var folder = Path.Combine(Fixtures.Shared, "audio", set);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.flac").Order(StringComparer.Ordinal) : [];
    }

    // Energy around the mean: some recordings have a constant offset, which is not heard.
    private static double KeptEnergy(ReadOnlySpan<float> samples, IReadOnlyList<SpeechSegment> segments)
    {
        double mean = 0, all = 0, kept = 0;
        foreach (var sample in samples) mean += sample / (double)samples.Length;
        foreach (var sample in samples) all += Math.Pow(sample - mean, 2);
        foreach (var segment in segments)
            foreach (var sample in samples[segment.Start..segment.End]) kept += Math.Pow(sample - mean, 2);
        return kept / all;
    }
}
