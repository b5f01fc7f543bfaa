using Audire.Audio;

namespace Audire.Models.Salmonn;

/// <summary>Cuts a clip into the blocks that the encoders take one by one.</summary>
internal static class ClipBlocks
{
    /// <summary>Samples of the shortest block, 1 s: a shorter one is followed by silence.</summary>
    public const int Shortest = AudioClip.SpeechRate;

    /// <summary>The blocks of a clip.</summary>
    /// <param name="clip">Any clip; an empty one is a second of silence.</param>
    /// <param name="loading">What is done with one that does not fit.</param>
    /// <param name="window">Samples of the longest block, those of the speech encoder's window.</param>
    /// <returns>At least one block, each of <see cref="Shortest"/> to <paramref name="window"/> samples at 16 kHz.</returns>
    /// <exception cref="ArgumentException">The clip is to be loaded as the published code does, and its rate is another one.</exception>
    public static IReadOnlyList<ReadOnlyMemory<float>> Cut(AudioClip clip, ClipLoading loading, int window)
    {
        var samples = loading == ClipLoading.Mend ? clip.ToSpeech().ChannelMemory(0) : AsPublished(clip, window);
        var blocks = new List<ReadOnlyMemory<float>>();
        var start = 0;
        do
        {
            blocks.Add(AtLeast(samples.Slice(start, Math.Min(window, samples.Length - start)), Math.Min(Shortest, window)));
            start += window;
        }
        while (start < samples.Length);
        return blocks;
    }

    private static ReadOnlyMemory<float> AsPublished(AudioClip clip, int window) => clip.SampleRate == AudioClip.SpeechRate
        ? clip.ChannelMemory(0)[..Math.Min(clip.Length, window)]
        : throw new ArgumentException($"The clip has {clip.SampleRate} samples a second, and the published code takes {AudioClip.SpeechRate} only; resample it, or load it with {nameof(ClipLoading)}.{nameof(ClipLoading.Mend)}.", nameof(clip));

    private static ReadOnlyMemory<float> AtLeast(ReadOnlyMemory<float> samples, int length)
    {
        if (samples.Length >= length) return samples;
        var padded = new float[length];
        samples.CopyTo(padded);
        return padded;
    }
}
