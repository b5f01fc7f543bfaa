namespace Audire.Models.Nn;

/// <summary>One of several linear layers that share an input and are computed as one product.</summary>
/// <param name="Name">The layer's name in the checkpoint.</param>
/// <param name="OutFeatures">Width of its output.</param>
/// <param name="Bias">Whether it has a bias.</param>
public readonly record struct LinearPart(string Name, long OutFeatures, bool Bias = true);
