using System.Globalization;
using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Training.Data;

namespace Audire.Training.Features;

/// <summary>
/// Changes of a clip that leave its answer true: gain, noise, speed, a narrower band. Each clip has a fixed number of variants, the first of them the clip
/// itself, so that encoders' answers to all of them can be cached.
/// </summary>
/// <remarks>A variant follows from the sound, its number and the seed. Immutable and thread-safe.</remarks>
public sealed record Augmentation
{
    private static readonly int[] Bands = [3400, 4000, 5000, 6000, 7000];

    /// <summary>Variants of a clip, itself included; 1 changes nothing.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>The seed.</summary>
    public long Seed { get; init; }

    /// <summary>The largest gain, up or down, in dB; 0 for none.</summary>
    public double Gain { get; init; } = 10;

    /// <summary>The lowest signal-to-noise ratio of added noise in dB; the highest is 35. Null for no noise.</summary>
    public double? LowestSnr { get; init; } = 10;

    /// <summary>The largest change of speed, pitch included, as a share; 0 for none.</summary>
    public double Speed { get; init; } = 0.08;

    /// <summary>The share of variants whose band is narrowed to 3.4 to 7 kHz.</summary>
    public double BandShare { get; init; } = 0.3;

    /// <summary>What a variant depends on besides the sound: part of the cache's key.</summary>
    /// <param name="variant">0 for the clip itself.</param>
    public string Identity(int variant) => variant == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"variant {variant} of seed {Seed}: gain {Gain:r}, snr {LowestSnr:r}, speed {Speed:r}, band {BandShare:r}");

    /// <summary>A variant of a clip.</summary>
    /// <param name="clip">One channel at 16 kHz.</param>
    /// <param name="variant">0 for the clip itself.</param>
    public AudioClip Apply(AudioClip clip, int variant)
    {
        const double HighestSnr = 35;
        if (variant == 0) return clip;
        var seed = StepSeed.Mix(SeededOrder.Hash(clip.ContentHash) ^ (ulong)Seed, (ulong)variant);
        var changed = clip;
        if (Speed > 0) changed = changed.ChangeSpeed(1 + (Speed * Signed(seed, 0)));
        if (SeededOrder.Uniform(seed, 1) < BandShare) changed = changed.BandLimit(Bands[SeededOrder.Below(seed, 2, Bands.Length)]);
        if (LowestSnr is { } lowest && HasPower(changed))
        {
            var noise = SeededOrder.Uniform(seed, 3) < 0.5 ? Noise.White(changed.Length, 1, seed) : Noise.Pink(changed.Length, 1, seed);
            changed = changed.AtSnr(noise, lowest + ((HighestSnr - lowest) * SeededOrder.Uniform(seed, 4)));
        }
        return Gain > 0 ? changed.Amplify(Gain * Signed(seed, 5)) : changed;
    }

    private static bool HasPower(AudioClip clip)
    {
        foreach (var sample in clip.Channel(0))
            if (sample != 0) return true;
        return false;
    }

    private static double Signed(ulong seed, ulong draw) => (2 * SeededOrder.Uniform(seed, draw)) - 1;
}
