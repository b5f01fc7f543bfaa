using Audire.Audio;
using Audire.Audio.Features;
using TorchSharp;

namespace Audire.Reporting.Pictures;

/// <summary>A clip drawn: what the pages need to know and the two pictures beside them.</summary>
/// <param name="Picture">Length and outline.</param>
/// <param name="WaveformSvg">The outline as a picture.</param>
/// <param name="SpectrogramPng">The features as a picture; null where the clip is too short for one frame.</param>
internal sealed record PaintedClip(ClipPicture Picture, string WaveformSvg, byte[]? SpectrogramPng);

/// <summary>Draws clips: the outline of the sound, and the log-mel features that Whisper's encoder is given.</summary>
internal static class ClipPainter
{
    /// <summary>Draws a clip.</summary>
    /// <param name="clip">The clip as the system heard it.</param>
    public static PaintedClip Paint(AudioClip clip)
    {
        var speech = clip.ToSpeech();
        var peaks = Waveform.Peaks(speech.Channel(0));
        var png = speech.Length == 0 ? null : Spectrogram.Png(Features(speech), LogMel.HeardFrames(speech.Length));
        return new(new(clip.Duration.TotalSeconds, peaks, png is not null), Waveform.Svg(peaks), png);
    }

    // As Whisper takes it: one window of 30 s, or the whole recording with one behind it.
    private static float[,] Features(AudioClip speech)
    {
        using var scope = torch.NewDisposeScope();
        var samples = speech.Channel(0);
        var features = samples.Length <= LogMel.WindowSamples ? LogMel.Compute(samples) : LogMel.ComputeRecording(samples); // [bins, frames]
        var (bins, frames) = ((int)features.shape[0], Math.Min((int)features.shape[1], LogMel.HeardFrames(speech.Length)));
        var heard = features.narrow(1, 0, frames).contiguous().data<float>().ToArray();
        var matrix = new float[bins, frames];
        Buffer.BlockCopy(heard, 0, matrix, 0, heard.Length * sizeof(float));
        return matrix;
    }
}
