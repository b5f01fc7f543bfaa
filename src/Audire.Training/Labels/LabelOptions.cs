using static System.FormattableString;

namespace Audire.Training.Labels;

/// <summary>How a network is trained to name clips.</summary>
/// <param name="Dropout">While training.</param>
/// <param name="LabelSmoothing">Share of a label spread over all classes while training (Szegedy et al. 2016).</param>
/// <param name="Seed">Of the heads.</param>
public sealed record LabelOptions(double Dropout = 0.1, double LabelSmoothing = 0.05, long Seed = 0)
{
    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant($"dropout {Dropout:r}, label smoothing {LabelSmoothing:r}, seed {Seed}");
}
