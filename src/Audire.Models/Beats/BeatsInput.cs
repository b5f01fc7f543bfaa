using Audire.Audio;
using Audire.Audio.Features;
using static TorchSharp.torch;

namespace Audire.Models.Beats;

/// <summary>What BEATs hears of a clip: Kaldi filter banks in double, normalised as in its training, then float32.</summary>
public static class BeatsInput
{
    /// <summary>Prepares one clip.</summary>
    /// <param name="clip">Any clip; it is mixed to one channel at 16 kHz, and padded with silence to one row of patches where it is shorter.</param>
    /// <param name="config">The model's shape.</param>
    /// <returns>[1, F, bins], float32, owned by the caller's dispose scope.</returns>
    public static Tensor Prepare(AudioClip clip, BeatsConfig config) => Prepare(clip.ToSpeech().Channel(0), config);

    /// <summary>Prepares samples.</summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel; fewer than one row of patches are padded with silence.</param>
    /// <param name="config">The model's shape.</param>
    /// <returns>[1, F, bins], float32, owned by the caller's dispose scope.</returns>
    public static Tensor Prepare(ReadOnlySpan<float> samples, BeatsConfig config)
    {
        using var scope = NewDisposeScope();
        var shortest = KaldiFbank.FrameSamples + (config.PatchSize - 1) * KaldiFbank.Hop;
        if (samples.Length < shortest)
        {
            var padded = new float[shortest];
            samples.CopyTo(padded);
            samples = padded;
        }
        return KaldiFbank.ComputeForBeats(samples, config.MelBins).unsqueeze(0).MoveToOuterDisposeScope(); // [1, F, M]
    }
}
