using Audire.Audio;

namespace Audire.Training.Data;

/// <summary>Reads an example's sound as speech models hear it: one channel, 16 kHz. Thread-safe.</summary>
public static class ClipReader
{
    // SALMONN's: what follows in expand_wav comes after a tenth of a second of silence.
    private const int Pause = AudioClip.SpeechRate / 10;

    /// <summary>The clip, with those that follow it.</summary>
    /// <exception cref="AudioFormatException">A file cannot be decoded.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AudioClip Read(TrainingItem item, CancellationToken cancellationToken = default)
    {
        var first = AudioFile.Load(item.Path, cancellationToken).ToSpeech();
        if (item.Then.Count == 0) return first;
        var samples = new List<float>(first.ChannelMemory(0).ToArray());
        foreach (var path in item.Then)
        {
            samples.AddRange(new float[Pause]);
            samples.AddRange(AudioFile.Load(path, cancellationToken).ToSpeech().ChannelMemory(0).ToArray());
        }
        return AudioClip.Mono([.. samples], AudioClip.SpeechRate);
    }
}
