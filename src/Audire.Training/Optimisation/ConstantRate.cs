using static System.FormattableString;

namespace Audire.Training.Optimisation;

/// <summary>A linear warm-up from <paramref name="Start"/>, then always the same.</summary>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Warmup">Steps of warming up; step 0 has the rate <paramref name="Start"/>.</param>
/// <param name="Start">The rate at step 0.</param>
public sealed record ConstantRate(double Peak, long Warmup = 0, double Start = 0) : ILearningRate
{
    /// <inheritdoc/>
    public string Description => Invariant($"constant: {Start:r} to {Peak:r} in {Warmup} steps");

    /// <inheritdoc/>
    public double At(long step) => step < Warmup ? WarmUp.At(step, Warmup, Start, Peak) : Peak;
}
