using static System.FormattableString;

namespace Audire.Training.Optimisation;

/// <summary>Settings of AdamW (Loshchilov and Hutter 2019) that stay the same over a run.</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the mean of gradients.</summary>
    /// <value>The default is 0.9.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    /// <value>The default is 0.999.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    /// <value>The default is 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay of the parameters that are decayed at all, see <see cref="WeightDecayRule"/>; times the rate at each step.</summary>
    /// <value>The default is 0.05, SALMONN's.</value>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant($"AdamW: betas {Beta1:r} and {Beta2:r}, epsilon {Epsilon:r}, decay {WeightDecay:r}");
}
