using Audire.Audio;
using Audire.Metrics.Randomness;
using Audire.Models.Beats;
using Audire.Training.Augmentation;
using Audire.Training.Labels;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>Makes examples of clips: decodes, cuts, changes, computes filter banks.</summary>
/// <remarks>Files that cannot be read are named once and left out. For one thread at a time.</remarks>
/// <param name="config">The model's shape.</param>
/// <param name="sets">The label sets, in the order of an example's classes.</param>
/// <param name="longestSeconds">What is heard of a long clip at most.</param>
public sealed class BeatsLoader(BeatsConfig config, IReadOnlyList<LabelSet> sets, double longestSeconds)
{
    private readonly SortedDictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Files that could not be read, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unreadable => _unreadable;

    /// <summary>Told of every file that cannot be read, once.</summary>
    public Action<string, string>? Skipped { get; init; }

    /// <summary>An example of a clip, without chance: its beginning, unchanged.</summary>
    /// <returns>Null where the file cannot be read.</returns>
    public BeatsExample? Load(LabelledClip clip) => Load(clip, null, null, null);

    /// <summary>An example of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="random">Decides which part of a long clip is heard, and all changes; null for the beginning, unchanged.</param>
    /// <param name="augmentation">Changes of the sound; null for none.</param>
    /// <param name="masking">Blanks in the spectrogram; null for none.</param>
    /// <returns>Null where the file cannot be read.</returns>
    public BeatsExample? Load(LabelledClip clip, PythonRandom? random, ClipAugmentation? augmentation, SpectrogramMasking? masking)
    {
        if (_unreadable.ContainsKey(clip.Path)) return null;
        try
        {
            using var scope = NewDisposeScope();
            var sound = Cut(AudioFile.Load(clip.Path).ToSpeech(), random);
            if (random is not null && augmentation is not null) sound = augmentation.Apply(sound, random);
            var features = BeatsInput.Prepare(sound, config).squeeze(0);                          // [F, M]
            if (random is not null) masking?.Apply(features, random);
            return new BeatsExample(clip.Path, features, [.. sets.Select(set => clip.Labels.TryGetValue(set.Name, out var label) ? set.IndexOf(label) : null)]);
        }
        catch (Exception error) when (error is AudioFormatException or IOException or UnauthorizedAccessException)
        {
            _unreadable[clip.Path] = error.Message;
            Skipped?.Invoke(clip.Path, error.Message);
            return null;
        }
    }

    private AudioClip Cut(AudioClip clip, PythonRandom? random)
    {
        var longest = (int)(longestSeconds * AudioClip.SpeechRate);
        if (clip.Length <= longest) return clip;
        return clip.Slice(random is null ? 0 : random.Next(clip.Length - longest + 1), longest);
    }
}
