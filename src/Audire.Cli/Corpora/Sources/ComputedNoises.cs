using System.Globalization;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>Noises that are computed: five spectra.</summary>
internal sealed class ComputedNoises : ICorpusSource
{
    private const int OfEach = 30;

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        foreach (var colour in Enum.GetValues<NoiseColour>())
            for (var seed = 0; seed < OfEach; seed++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{colour}-{seed}").ToLowerInvariant();
                yield return new Recording("noise", id, CorpusSplits.Draw($"noise/{id}", 0.1, 0.15), SoundKind.Noise, new NoiseSound(colour, seed), new Terms("CC0-1.0", "computed"))
                {
                    Caption = colour switch { NoiseColour.Hum => "a mains hum", NoiseColour.Hiss => "a high hiss", NoiseColour.Brown => "a low rumble", _ => "a steady noise" },
                };
            }
    }
}
