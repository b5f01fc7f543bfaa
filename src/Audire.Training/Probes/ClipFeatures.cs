using Audire.Audio;
using Audire.Audio.Features;
using Audire.Models.Whisper;
using static TorchSharp.torch;

namespace Audire.Training.Probes;

/// <summary>Mean and deviation of a frozen Whisper encoder's frames over a clip. The encoder sees the clip's own frames, without the padding to thirty seconds.</summary>
/// <remarks>Safe for concurrent use, as the encoder is.</remarks>
public sealed class ClipFeatures(WhisperEncoder encoder)
{
    /// <summary>Numbers a clip: twice the encoder's width.</summary>
    public int Width => 2 * encoder.Config.Width;

    /// <summary>The features of a clip's first thirty seconds.</summary>
    /// <param name="clip">Any rate and channels; at least 25 ms.</param>
    /// <returns>Means, then deviations.</returns>
    public float[] Of(AudioClip clip)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var samples = clip.ToSpeech().Channel(0);
        var frames = Math.Clamp((LogMel.HeardFrames(samples.Length) + 1) / 2 * 2, 2, encoder.Config.MelFrames);
        var mel = LogMel.Compute(samples, encoder.Config.MelBins, padTo: frames * LogMel.Hop).unsqueeze(0); // [1, M, 2T]
        var hidden = encoder.Forward(mel.to(encoder.Device)).squeeze(0);                                    // [T, C]
        return cat([hidden.mean([0]), hidden.std(0, unbiased: false)]).cpu().data<float>().ToArray();       // [2C]
    }
}
