using Audire.Metrics.Randomness;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Audire.Training.Augmentation;

/// <summary>Blanks bands of time and of frequency, so that a model does not lean on one place (Park et al. 2019, "SpecAugment", without warping).</summary>
/// <param name="TimeMasks">Bands of time.</param>
/// <param name="LongestTime">Longest of them, as a share of all frames.</param>
/// <param name="FrequencyMasks">Bands of frequency.</param>
/// <param name="WidestFrequency">Widest of them, in bins.</param>
/// <remarks>Blank means 0, the mean of normalised features. A value.</remarks>
public sealed record SpectrogramMasking(int TimeMasks = 2, double LongestTime = 0.15, int FrequencyMasks = 2, int WidestFrequency = 16)
{
    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant($"{TimeMasks} time masks to {LongestTime:r}, {FrequencyMasks} frequency masks to {WidestFrequency}");

    /// <summary>Blanks bands, in place.</summary>
    /// <param name="features">[F, bins].</param>
    /// <param name="random">Decides where.</param>
    public void Apply(Tensor features, PythonRandom random)
    {
        for (var i = 0; i < TimeMasks; i++) Blank(0, (long)(LongestTime * features.shape[0]));
        for (var i = 0; i < FrequencyMasks; i++) Blank(1, Math.Min(WidestFrequency, features.shape[1]));

        void Blank(int dimension, long longest)
        {
            var length = (long)(random.NextDouble() * (longest + 1));
            var start = (long)(random.NextDouble() * (features.shape[dimension] - length + 1));
            using var band = features.narrow(dimension, start, length);
            band.zero_();
        }
    }
}
