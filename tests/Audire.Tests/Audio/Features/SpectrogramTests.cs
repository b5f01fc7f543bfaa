using Audire.Audio;
using Audire.Audio.Features;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Audio.Features;

public class SpectrogramTests
{
    [Theory]
    [InlineData(8_000, 1_000)]
    [InlineData(16_000, 5_000)]
    [InlineData(44_100, 12_000)]
    public void A_tone_is_brightest_at_its_frequency(int rate, int frequency)
    {
        var picture = Spectrogram.Compute(Tone(rate, frequency));
        var brightest = Enumerable.Range(0, picture.Bins).MaxBy(bin => picture[bin, picture.Frames / 2]);
        var hertz = (double)brightest * rate / 2 / (picture.Bins - 1);
        Assert.Equal(frequency, hertz, 45.0);
        Assert.Equal(80, picture.Maximum - picture.Minimum, 0.01);
    }

    [Fact]
    public void The_first_row_of_a_picture_is_the_highest_frequency()
    {
        var levels = Spectrogram.Compute(Tone(16_000, 7_000)).ToLevels();
        var row = Enumerable.Range(0, levels.Height).MaxBy(y => levels.Levels[y * levels.Width + levels.Width / 2]);
        Assert.InRange(row, 20, 30); // 7 of 8 kHz: an eighth from the top
        Assert.Contains((byte)255, levels.Levels);
    }

    [Fact]
    public void A_wide_picture_keeps_the_brightest_of_the_frames_in_a_column()
    {
        var samples = new float[16_000];
        samples[8_000] = 1;
        var levels = Spectrogram.Compute(AudioClip.Mono(samples, 16_000)).ToLevels(maxColumns: 10);
        Assert.Equal(10, levels.Width);
        Assert.Contains((byte)255, Enumerable.Range(4, 2).Select(column => levels.Levels[column]));
    }

    [Fact]
    public void A_log_mel_spectrogram_is_shown_without_its_padding()
    {
        using var scope = torch.NewDisposeScope();
        var clip = Tone(16_000, 1_000);
        var mel = LogMel.Compute(clip.Channel(0));
        var picture = Spectrogram.FromLogMel(mel, LogMel.HeardFrames(clip.Length));
        Assert.Equal((80, 100), (picture.Bins, picture.Frames));
        Assert.Equal(mel[20, 50].item<float>(), picture[20, 50]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    public void Silence_and_very_short_clips_have_a_picture(int length)
    {
        var levels = Spectrogram.Compute(AudioClip.Mono(new float[length], 16_000)).ToLevels();
        Assert.All(levels.Levels, level => Assert.Equal(0, level));
        Assert.Equal(1, levels.Width);
    }

    private static AudioClip Tone(int rate, int frequency) =>
        AudioClip.Mono([.. Enumerable.Range(0, rate).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / rate))], rate);
}
