using static System.FormattableString;

namespace Audire.Training.Optimisation;

/// <summary>A linear warm-up from <paramref name="Start"/>, then a straight line from the peak down to <paramref name="Least"/>.</summary>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Warmup">Steps of warming up; step 0 has the rate <paramref name="Start"/>.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Least">The rate at the end and beyond it.</param>
/// <param name="Start">The rate at step 0.</param>
public sealed record LinearRate(double Peak, long Warmup, long Total, double Least = 0, double Start = 0) : ILearningRate
{
    /// <inheritdoc/>
    public string Description => Invariant($"linear: {Start:r} to {Peak:r} in {Warmup} steps, to {Least:r} at {Total}");

    /// <inheritdoc/>
    public double At(long step) => step < Warmup
        ? WarmUp.At(step, Warmup, Start, Peak)
        : Least + ((Peak - Least) * Math.Max(0, (double)(Total - step) / Math.Max(1, Total - Warmup)));
}
