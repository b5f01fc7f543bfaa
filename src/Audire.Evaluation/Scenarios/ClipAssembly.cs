using Audire.Audio;

namespace Audire.Evaluation.Scenarios;

/// <summary>Makes one recording of several: one after the other, or all at the same time.</summary>
internal static class ClipAssembly
{
    // SALMONN's gap between the two recordings of speaker verification.
    private const int Gap = AudioClip.SpeechRate / 10;

    /// <summary>The recording of a source, as recorded where it is one file; else one channel at 16 kHz.</summary>
    /// <exception cref="AudioFormatException">A file is absent, damaged or in no known format.</exception>
    public static AudioClip Load(ClipSource source)
    {
        var clip = AudioFile.Load(source.Path);
        if (source.Joined.Count > 0) clip = Join([clip, .. source.Joined.Select(path => AudioFile.Load(path))]);
        return source.Overlaid.Count > 0 ? Overlay([clip, .. source.Overlaid.Select(path => AudioFile.Load(path))]) : clip;
    }

    /// <summary>One after the other, with 1,600 samples of silence between.</summary>
    public static AudioClip Join(IReadOnlyList<AudioClip> clips)
    {
        var samples = new List<float>();
        foreach (var clip in clips)
        {
            if (samples.Count > 0) samples.AddRange(new float[Gap]);
            samples.AddRange(clip.ToSpeech().Channel(0));
        }

        return AudioClip.Mono([.. samples], AudioClip.SpeechRate);
    }

    /// <summary>The sum from a common start, as long as the longest; a sum beyond full scale is scaled as a whole.</summary>
    public static AudioClip Overlay(IReadOnlyList<AudioClip> clips)
    {
        AudioClip[] speech = [.. clips.Select(clip => clip.ToSpeech())];
        var sum = new float[speech.Max(clip => clip.Length)];
        foreach (var clip in speech)
            for (int i = 0; i < clip.Length; i++) sum[i] += clip.Channel(0)[i];
        float peak = sum.Max(Math.Abs);
        if (peak > 1)
            for (int i = 0; i < sum.Length; i++) sum[i] /= peak;
        return AudioClip.Mono(sum, AudioClip.SpeechRate);
    }
}
