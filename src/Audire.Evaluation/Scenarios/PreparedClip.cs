using Audire.Audio;
using Audire.Evaluation.Runs;

namespace Audire.Evaluation.Scenarios;

/// <summary>A recording as a system hears it: 16-bit samples in a WAV file, named by the hash of those samples.</summary>
/// <param name="Record">What the report shows of it.</param>
/// <param name="Wav">The file.</param>
internal sealed record PreparedClip(ClipRecord Record, byte[] Wav)
{
    /// <summary>Opens a recording, mixes noise in where that is asked for, and brings it to 16 bits.</summary>
    /// <remarks>
    /// Without noise the rate and the channels stay as recorded, and 16-bit files keep every sample. With noise both are brought to one
    /// channel at 16 kHz, and so are recordings that are joined or overlaid; the noise goes round from its start, and a mixture beyond full scale is scaled as a whole.
    /// </remarks>
    /// <exception cref="AudioFormatException">A file is absent, damaged or in no known format.</exception>
    public static PreparedClip Of(ClipSource source)
    {
        var clip = ClipAssembly.Load(source);
        var name = string.Join(" & ", (string[])[string.Join(" + ", (string[])[source.Row.File, .. source.Joined.Select(Path.GetFileName)!]), .. source.Overlaid.Select(Path.GetFileName)!]);
        var licence = source.Row.Licence;
        var attribution = source.Row.Attribution;
        if (source.Noise is { } noise)
        {
            clip = NoiseMixer.Mix(clip.ToSpeech(), AudioFile.Load(noise.Path).ToSpeech(), noise.Snr, noise.Start);
            name = FormattableString.Invariant($"{name} + {noise.Row.File} at {noise.Snr:R} dB");
            licence = Join(licence, noise.Row.Licence);
            attribution = Join(attribution, noise.Row.Attribution);
        }

        var heard = Pcm16.Round(clip);
        return new PreparedClip(new ClipRecord(heard.ContentHash, name, heard.Duration.TotalSeconds, licence, attribution), WavWriter.Encode(heard));
    }

    private static string Join(string left, string right) => left == right ? left : $"{left}; {right}";
}
