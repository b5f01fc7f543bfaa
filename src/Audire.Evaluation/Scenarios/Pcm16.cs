using Audire.Audio;

namespace Audire.Evaluation.Scenarios;

/// <summary>Brings a clip to what a 16-bit file can hold, so that a clip's hash is the hash of what is stored and sent.</summary>
internal static class Pcm16
{
    private const float Scale = 32768;

    /// <summary>The nearest 16-bit values; samples beyond full scale are clipped. A clip decoded from 16 bits stays as it is.</summary>
    public static AudioClip Round(AudioClip clip) => AudioClip.Planar(
        [.. Enumerable.Range(0, clip.ChannelCount).Select(channel => Round(clip.Channel(channel)))], clip.SampleRate);

    private static float[] Round(ReadOnlySpan<float> samples)
    {
        var rounded = new float[samples.Length];
        for (int i = 0; i < rounded.Length; i++) rounded[i] = Math.Clamp(MathF.Round(samples[i] * Scale), -Scale, Scale - 1) / Scale;
        return rounded;
    }
}
