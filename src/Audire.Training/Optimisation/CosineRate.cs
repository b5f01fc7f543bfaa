using static System.FormattableString;

namespace Audire.Training.Optimisation;

/// <summary>A linear warm-up from <paramref name="Start"/>, then half a cosine from the peak down to <paramref name="Least"/> at the last step.</summary>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Warmup">Steps of warming up; step 0 has the rate <paramref name="Start"/>.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Least">The rate at the end.</param>
/// <param name="Start">The rate at step 0.</param>
public sealed record CosineRate(double Peak, long Warmup, long Total, double Least = 0, double Start = 0) : ILearningRate
{
    /// <inheritdoc/>
    public string Description => Invariant($"cosine: {Start:r} to {Peak:r} in {Warmup} steps, to {Least:r} at {Total}");

    /// <inheritdoc/>
    public double At(long step)
    {
        if (step < Warmup) return WarmUp.At(step, Warmup, Start, Peak);
        var progress = (double)(step - Warmup) / Math.Max(1, Total - Warmup);
        return Least + ((Peak - Least) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
