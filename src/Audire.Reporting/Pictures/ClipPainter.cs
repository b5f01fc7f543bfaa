using Audire.Audio;
using Audire.Audio.Features;
using TorchSharp;

namespace Audire.Reporting.Pictures;

/// <summary>A clip drawn: what the pages need to know and the two pictures beside them.</summary>
/// <param name="Picture">Length and outline.</param>
/// <param name="WaveformSvg">The outline as a picture.</param>
/// <param name="SpectrogramPng">The features as a picture; null where the clip is empty.</param>
internal sealed record PaintedClip(ClipPicture Picture, string WaveformSvg, byte[]? SpectrogramPng);

/// <summary>Draws clips: the outline of the sound, and the log-mel features that Whisper's encoder is given.</summary>
internal static class ClipPainter
{
    /// <summary>Draws a clip.</summary>
    /// <param name="clip">The clip as the system heard it.</param>
    public static PaintedClip Paint(AudioClip clip)
    {
        var speech = clip.ToSpeech();
        var peaks = WaveformPeaks.Compute(speech, Waveform.Columns);
        var png = SpectrogramPng.Encode(Features(speech.Channel(0)));
        return new(new(clip.Duration.TotalSeconds, peaks, png is not null), Waveform.Svg(peaks), png);
    }

    // As Whisper takes it: one window of 30 s, or the whole recording with one behind it. The padding is left out of the picture.
    private static Spectrogram Features(ReadOnlySpan<float> samples)
    {
        using var scope = torch.NewDisposeScope();
        var features = samples.Length <= LogMel.WindowSamples ? LogMel.Compute(samples) : LogMel.ComputeRecording(samples); // [bins, frames]
        return Spectrogram.FromLogMel(features, LogMel.HeardFrames(samples.Length));
    }
}
