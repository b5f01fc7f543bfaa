using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>Layer normalisation over the last dimension (Ba et al. 2016).</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="weight">[width], float32.</param>
/// <param name="bias">[width], float32.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class LayerNorm(Tensor weight, Tensor bias, double epsilon)
{
    private readonly long[] _shape = [weight.shape[0]];

    internal Tensor Weight => weight;

    internal Tensor Bias => bias;

    internal double Epsilon => epsilon;

    /// <summary>Normalises.</summary>
    /// <param name="x">[..., width], float32.</param>
    /// <returns>[..., width], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x) => F.layer_norm(x, _shape, weight, bias, epsilon); // [..., C]
}
