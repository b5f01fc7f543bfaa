using static System.FormattableString;

namespace Audire.Training.Optimisation;

/// <summary>
/// SALMONN's rule: a linear warm-up, then a cosine over the whole horizon that is not shifted by the warm-up.
/// </summary>
/// <remarks>
/// The warm-up counts steps inside an epoch, so one longer than an epoch begins again with each epoch until the step reaches
/// <paramref name="Warmup"/>: a quirk of the reference, kept because the published weights were trained so.
/// </remarks>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Least">The rate at the end.</param>
/// <param name="Start">The rate at step 0; below zero for none: the peak.</param>
/// <param name="Warmup">Steps of warming up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="Epochs">Epochs.</param>
public sealed record SalmonnRate(double Peak, double Least, double Start, long Warmup, long StepsPerEpoch, long Epochs) : ILearningRate
{
    /// <inheritdoc/>
    public string Description => Invariant($"salmonn: {Start:r} to {Peak:r} in {Warmup} steps, cosine to {Least:r} over {Epochs} epochs of {StepsPerEpoch}");

    /// <inheritdoc/>
    public double At(long step)
    {
        if (step >= Warmup) return ((Peak - Least) * 0.5 * (1 + Math.Cos(Math.PI * step / (Epochs * StepsPerEpoch)))) + Least;
        var start = Start < 0 ? Peak : Start;
        return Math.Min(Peak, start + ((Peak - start) * (step % StepsPerEpoch) / Math.Max(1, Warmup)));
    }
}
