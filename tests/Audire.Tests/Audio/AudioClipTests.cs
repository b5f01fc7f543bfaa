using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio;

public class AudioClipTests
{
    [Fact]
    public void A_clip_keeps_its_own_copy()
    {
        float[] samples = [0.1f, 0.2f];
        var clip = AudioClip.Mono(samples, 8_000);
        samples[0] = 1;
        Assert.Equal(0.1f, clip.Channel(0)[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(0.25), clip.Duration);
    }

    [Theory]
    [InlineData(float.NaN, 0, "NaN")]
    [InlineData(float.PositiveInfinity, 37, "infinite")]
    [InlineData(float.NegativeInfinity, 39, "infinite")]
    public void Samples_that_are_not_finite_are_refused_with_their_place(float value, int at, string word)
    {
        var samples = new float[40];
        samples[at] = value;
        var error = Assert.Throws<ArgumentException>(() => AudioClip.Mono(samples, 8_000));
        Assert.StartsWith($"Sample {at} of channel 0 is {word}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => AudioClip.Planar([[1f], [1f, 2f]], 8_000));

    [Fact]
    public void Two_channels_mix_to_their_mean() =>
        Assert.Equal([0.5f, -0.25f], AudioClip.Planar([[1f, -1f], [0f, 0.5f]], 8_000).ToMono().Channel(0).ToArray());

    [Fact]
    public void Six_channels_mix_as_surround_sound()
    {
        Assert.Equal(1, DownMix.Weights(6).Sum(), 12);
        var onlyEffects = AudioClip.Planar([[0f], [0f], [0f], [1f], [0f], [0f]], 8_000);
        Assert.Equal(0f, onlyEffects.ToMono().Channel(0)[0]);
        var common = AudioClip.Planar([.. Enumerable.Repeat(new[] { 0.5f }, 6)], 8_000);
        Assert.Equal(0.5f, common.ToMono().Channel(0)[0], 1e-6f);
    }

    [Fact]
    public void The_mean_of_the_largest_floats_does_not_overflow() =>
        Assert.Equal(float.MaxValue, AudioClip.Planar([[float.MaxValue], [float.MaxValue]], 8_000).ToMono().Channel(0)[0]);

    [Fact]
    public void Speech_is_one_channel_at_16_kHz()
    {
        var speech = AudioClip.Planar([new float[4_410], new float[4_410]], 44_100).ToSpeech();
        Assert.Equal((1, AudioClip.SpeechRate, 1_600), (speech.ChannelCount, speech.SampleRate, speech.Length));
        Assert.Same(speech, speech.ToSpeech());
    }

    [Fact]
    public void A_slice_by_time_stays_inside_the_clip()
    {
        var clip = AudioClip.Mono([1, 2, 3, 4], 1_000);
        Assert.Equal([2f, 3f], clip.Slice(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)).Channel(0).ToArray());
        Assert.Equal([4f], clip.Slice(TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(9)).Channel(0).ToArray());
        Assert.Equal(0, clip.Slice(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(9)).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => clip.Slice(3, 2));
    }

    [Fact]
    public void The_content_hash_is_that_of_the_samples_and_their_layout()
    {
        var clip = AudioClip.Mono([0.5f, -0.5f], 16_000);
        var expected = System.Security.Cryptography.SHA256.HashData(
            [0x80, 0x3e, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0, 0xbf]);
        Assert.Equal(Convert.ToHexStringLower(expected), clip.ContentHash);
        Assert.Equal(clip.ContentHash, AudioClip.Mono([0.5f, -0.5f], 16_000).ContentHash);
        Assert.NotEqual(clip.ContentHash, AudioClip.Mono([0.5f, -0.5f], 8_000).ContentHash);
        Assert.NotEqual(clip.ContentHash, AudioClip.Planar([[0.5f], [-0.5f]], 16_000).ContentHash);
    }
}
