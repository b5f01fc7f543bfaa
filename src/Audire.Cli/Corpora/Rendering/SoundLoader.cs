using System.Collections.Concurrent;
using System.Globalization;
using Audire.Audio;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>Gives the sound of a recording at 16 kHz, one channel; recently used ones are kept. Safe for concurrent use.</summary>
/// <param name="workFolder">Where programs put their files until they are read.</param>
internal sealed class SoundLoader(string workFolder)
{
    private const int Kept = 200;
    private readonly ConcurrentDictionary<string, Lazy<AudioClip>> _recent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<AudioClip>> _tunes = new(StringComparer.Ordinal); // few and slow to play: all are kept

    /// <summary>Loads, speaks, plays or computes.</summary>
    public AudioClip Load(SoundOrigin origin, CancellationToken cancellationToken)
    {
        if (_recent.Count > Kept) _recent.Clear();
        return (origin is TuneSound ? _tunes : _recent).GetOrAdd(origin.ToString(), _ => new Lazy<AudioClip>(() => Make(origin, cancellationToken))).Value;
    }

    private AudioClip Make(SoundOrigin origin, CancellationToken cancellationToken) => origin switch
    {
        FileSound { Format: null } file => AudioFile.Load(file.Path, cancellationToken).ToSpeech(),
        FileSound file => FromTool("ffmpeg", target => ["-v", "error", "-y", "-f", file.Format!, "-i", file.Path, target], cancellationToken),
        SpokenSound { Voice.Engine: "flite" } spoken => FromTool("flite", target => Flite(spoken, target), cancellationToken),
        SpokenSound spoken => FromTool("espeak-ng", target => Espeak(spoken, target), cancellationToken),
        TuneSound tune => Play(tune.Tune, cancellationToken),
        NoiseSound noise => ColouredNoise.Make(noise.Colour, noise.Seed),
        _ => throw new ArgumentException($"{origin.GetType().Name} is no known origin.", nameof(origin)),
    };

    private AudioClip Play(Tune tune, CancellationToken cancellationToken)
    {
        var midi = Path.Combine(workFolder, $"{Guid.NewGuid():N}.mid");
        try
        {
            File.WriteAllBytes(midi, tune.ToMidi());
            return FromTool("fluidsynth", target => ["-niq", "-r", "16000", "-g", "0.8", "-F", target, SoundFont.Path!, midi], cancellationToken);
        }
        finally
        {
            File.Delete(midi);
        }
    }

    private AudioClip FromTool(string program, Func<string, string[]> arguments, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(workFolder);
        var target = Path.Combine(workFolder, $"{Guid.NewGuid():N}.wav");
        try
        {
            ToolProcess.Run(program, arguments(target), cancellationToken);
            return AudioFile.Load(target, cancellationToken).ToSpeech();
        }
        finally
        {
            File.Delete(target);
        }
    }

    private static string[] Espeak(SpokenSound spoken, string target) =>
    [
        "-v", $"{spoken.Language}+{spoken.Voice.Name}", "-s", Text(spoken.Manner.Pace), "-p", Text(spoken.Manner.Pitch), "-a", Text(spoken.Manner.Loudness), "-w", target, spoken.Text,
    ];

    private static string[] Flite(SpokenSound spoken, string target)
    {
        string[] pitch = spoken.Voice.Hertz == 0 ? [] :
        [
            "--setf", string.Create(CultureInfo.InvariantCulture, $"int_f0_target_mean={spoken.Voice.Hertz * spoken.Manner.PitchRatio:0.0}"),
            "--setf", string.Create(CultureInfo.InvariantCulture, $"int_f0_target_stddev={Math.Max(12, 0.25 * spoken.Voice.Hertz * (spoken.Manner.PitchRatio - 0.55)):0.0}"),
        ];
        return
        [
            "-voice", spoken.Voice.Name, "-t", spoken.Text, "-o", target,
            "--setf", string.Create(CultureInfo.InvariantCulture, $"duration_stretch={spoken.Manner.Stretch:0.000}"), .. pitch,
        ];
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
