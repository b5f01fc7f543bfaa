using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Metrics.Randomness;
using static System.FormattableString;

namespace Audire.Training.Augmentation;

/// <summary>Changes to training clips that leave their labels true: loudness, speed, noise, a narrower band. Each is drawn anew for every use of a clip.</summary>
/// <remarks>Ko et al. 2015 for speed. What is drawn depends on the random source alone. Immutable; safe to share between threads.</remarks>
public sealed record ClipAugmentation
{
    private const int SpeedStep = 160; // Hz: keeps resampling filters short
    private const int BandStep = 500;  // Hz

    /// <summary>Largest gain or loss in dB; 0 for none.</summary>
    /// <value>The default is 6.</value>
    public double GainDecibels { get; init; } = 6;

    /// <summary>Share of clips played faster or slower.</summary>
    /// <value>The default is 0.5.</value>
    public double SpeedShare { get; init; } = 0.5;

    /// <summary>Largest change of speed: 0.1 for 10 % either way.</summary>
    /// <value>The default is 0.1.</value>
    public double SpeedRange { get; init; } = 0.1;

    /// <summary>Share of clips with noise added.</summary>
    /// <value>The default is 0.3.</value>
    public double NoiseShare { get; init; } = 0.3;

    /// <summary>Lowest signal-to-noise ratio in dB.</summary>
    /// <value>The default is 10.</value>
    public double LowestSnr { get; init; } = 10;

    /// <summary>Highest signal-to-noise ratio in dB.</summary>
    /// <value>The default is 35.</value>
    public double HighestSnr { get; init; } = 35;

    /// <summary>Share of clips whose high frequencies are removed.</summary>
    /// <value>The default is 0.2.</value>
    public double BandShare { get; init; } = 0.2;

    /// <summary>The lowest upper end of what is left, in Hz.</summary>
    /// <value>The default is 3000.</value>
    public int LowestBand { get; init; } = 3000;

    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant(
        $"gain {GainDecibels:r} dB, speed {SpeedShare:r} by {SpeedRange:r}, noise {NoiseShare:r} at {LowestSnr:r} to {HighestSnr:r} dB, band {BandShare:r} from {LowestBand} Hz");

    /// <summary>A changed clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="random">Decides everything.</param>
    public AudioClip Apply(AudioClip clip, PythonRandom random)
    {
        // Every number is drawn whether it is used or not, so that one option does not change the others' draws.
        var (speeded, speed) = (random.NextDouble() < SpeedShare, random.Uniform(-1, 1));
        var (banded, band) = (random.NextDouble() < BandShare, random.NextDouble());
        var (noisy, pink, snr, seed) = (random.NextDouble() < NoiseShare, random.NextDouble() < 0.5, random.Uniform(LowestSnr, HighestSnr), (ulong)random.NextBits(63));
        var gain = random.Uniform(-GainDecibels, GainDecibels);
        if (clip.Length == 0) return clip;
        if (speeded) clip = ChangeSpeed(clip, speed);
        if (banded) clip = Narrow(clip, band);
        if (noisy) clip = AddNoise(clip, pink, snr, seed);
        return gain == 0 ? clip : clip.Amplify(gain);
    }

    private AudioClip ChangeSpeed(AudioClip clip, double turn)
    {
        var rate = Math.Round(clip.SampleRate * (1 + (turn * SpeedRange)) / SpeedStep) * SpeedStep;
        return rate < 1 || rate == clip.SampleRate ? clip : clip.ChangeSpeed(clip.SampleRate / rate);
    }

    private AudioClip Narrow(AudioClip clip, double share)
    {
        var highest = clip.SampleRate / 2;
        var hertz = (int)(Math.Round((LowestBand + (share * (highest - LowestBand))) / BandStep) * BandStep);
        return hertz < BandStep || hertz >= highest ? clip : clip.BandLimit(hertz);
    }

    // A silent clip has no signal-to-noise ratio, and stays silent.
    private static AudioClip AddNoise(AudioClip clip, bool pink, double snr, ulong seed)
    {
        var noise = pink ? Noise.Pink(clip.Length, 1, seed, clip.SampleRate) : Noise.White(clip.Length, 1, seed, clip.SampleRate);
        var mixed = new float[clip.Length];
        return NoiseMixing.TryMix<float>(clip.Channel(0), noise.Channel(0), snr, mixed) ? AudioClip.Mono(mixed, clip.SampleRate) : clip;
    }
}
