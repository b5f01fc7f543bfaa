using System.Globalization;
using Audire.Audio;
using Audire.Audio.Perturbation;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>What is done to a training clip so that its channel does not tell the answer: level, tempo, band, noise.</summary>
/// <param name="Decibels">Gain.</param>
/// <param name="Speed">Above 1 for faster and higher.</param>
/// <param name="Band">Upper end of the band in Hz; 0 for all.</param>
/// <param name="Ratio">Signal-to-noise ratio in dB; null for no noise.</param>
/// <param name="Noise">The noise's spectrum.</param>
/// <param name="Seed">Which of the noises.</param>
internal sealed record Treatment(double Decibels, double Speed, int Band, double? Ratio, NoiseColour Noise, int Seed)
{
    /// <summary>Nothing is changed.</summary>
    public static Treatment None { get; } = new(0, 1, 0, null, NoiseColour.White, 0);

    // Small whole ratios to 16: changing the tempo is resampling, which costs as much as its ratio is complicated.
    private static readonly double[] Tempi = [14.4, 15, 15.2, 16.8, 17, 17.6];

    /// <summary>A treatment drawn from what it is for.</summary>
    /// <param name="purpose">Names the clip.</param>
    /// <param name="speed">True where tempo and pitch tell nothing of the answer.</param>
    /// <param name="noise">True where noise may be added.</param>
    public static Treatment Draw(string purpose, bool speed, bool noise)
    {
        var random = Chance.Of("treatment", purpose);
        var gain = Math.Round(random.Uniform(-12, 3), 1);
        var factor = 16.0 / random.Pick(Tempi);
        var isOther = random.NextDouble() < 0.4;
        var band = random.NextDouble() < 0.35 ? random.Pick([3400, 3800, 4500, 5500, 7000]) : 0;
        double? ratio = random.NextDouble() < 0.3 ? random.Next(18) + 8 : null;
        return new Treatment(gain, speed && isOther ? factor : 1, band, noise ? ratio : null, random.Pick(Enum.GetValues<NoiseColour>()), 1000 + random.Next(8));
    }

    /// <summary>Applies it.</summary>
    public AudioClip Apply(AudioClip clip)
    {
        if (Speed != 1) clip = clip.ChangeSpeed(Speed);
        if (Band > 0) clip = clip.BandLimit(Band);
        if (Ratio is { } ratio && clip.Length > 0 && clip.Channel(0).ContainsAnyExcept(0f))
            clip = clip.AtSnr(ColouredNoise.Make(Noise, Seed), ratio, (ulong)clip.Length);
        return Decibels == 0 ? clip : clip.Amplify(Decibels);
    }

    /// <summary>For names and manifests.</summary>
    public override string ToString() => this == None ? "" : string.Create(CultureInfo.InvariantCulture, $"{Decibels:0.0} dB, speed {Speed:0.000}, band {Band}, noise {Ratio} dB {Noise} {Seed}");
}
