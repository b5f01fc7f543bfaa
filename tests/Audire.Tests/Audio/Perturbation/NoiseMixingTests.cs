using System.Text.Json;
using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Audio.Perturbation;

public class NoiseMixingTests
{
    [Fact]
    public void Follows_every_recorded_mixture()
    {
        using var index = Fixtures.Json("metrics", "snr_mixing.json");
        var tolerance = index.RootElement.GetProperty("tolerance_relative").GetDouble();
        var failures = new List<string>();
        var number = 0;
        foreach (var recorded in index.RootElement.GetProperty("cases").EnumerateArray())
        {
            double[] signal = Numbers(recorded, "signal"), noise = Numbers(recorded, "noise"), mixed = new double[signal.Length];
            var snr = recorded.GetProperty("snr_db").GetDouble();
            var gain = NoiseMixing.Gain<double>(signal, noise, snr);
            var isMixed = NoiseMixing.TryMix<double>(signal, noise, snr, mixed);
            if (recorded.GetProperty("gain").ValueKind == JsonValueKind.Null)
            {
                if (gain is not null || isMixed) failures.Add($"case {number}: mixed without power");
            }
            else
            {
                if (!Near(gain, recorded.GetProperty("gain").GetDouble(), tolerance)) failures.Add($"case {number}: gain {gain}");
                var expected = Numbers(recorded, "mixed");
                for (var i = 0; i < expected.Length; i++)
                    if (!Near(mixed[i], expected[i], tolerance)) failures.Add($"case {number}: sample {i} is {mixed[i]}, recorded {expected[i]}");
            }
            number++;
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void A_clip_gets_the_ratio_asked_for_and_the_same_for_the_same_seed()
    {
        var signal = Noise.White(16_000, 0.1, seed: 1);
        var noise = Noise.Pink(5_000, 0.3, seed: 2, sampleRate: 8_000);
        var mixed = signal.AtSnr(noise, 10, seed: 3);
        double signalEnergy = 0, noiseEnergy = 0;
        for (var i = 0; i < signal.Length; i++)
        {
            signalEnergy += Math.Pow(signal.Channel(0)[i], 2);
            noiseEnergy += Math.Pow((double)mixed.Channel(0)[i] - signal.Channel(0)[i], 2);
        }
        Assert.Equal(10, 10 * Math.Log10(signalEnergy / noiseEnergy), 1e-3);
        Assert.Equal(mixed.ContentHash, signal.AtSnr(noise, 10, seed: 3).ContentHash);
        Assert.NotEqual(mixed.ContentHash, signal.AtSnr(noise, 10, seed: 4).ContentHash);
    }

    [Fact]
    public void Silence_has_no_ratio()
    {
        var silence = AudioClip.Mono(new float[100], 16_000);
        Assert.Throws<ArgumentException>(() => silence.AtSnr(Noise.White(10, 0.1, 1), 0));
        Assert.Throws<ArgumentException>(() => Noise.White(10, 0.1, 1).AtSnr(silence, 0));
    }

    private static double[] Numbers(JsonElement recorded, string name) => [.. recorded.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    private static bool Near(double? actual, double expected, double relative) => actual is { } value && Math.Abs(value - expected) <= relative * Math.Abs(expected);
}
