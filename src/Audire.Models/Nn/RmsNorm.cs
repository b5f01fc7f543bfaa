using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Root-mean-square normalisation over the last dimension (Zhang and Sennrich 2019): x / √(mean(x²) + ε) · w.</summary>
/// <remarks>
/// Computed as x / hypot(‖x‖, √(ε·d)) · (w·√d): the same formula in four calls, which is what counts when one token is decoded.
/// Immutable; safe to share between threads.
/// </remarks>
public sealed class RmsNorm
{
    private static readonly long[] LastDimension = [-1];

    private readonly Tensor _weight;  // w·√d where it is frozen, w where it is trained, [width]
    private readonly Tensor _epsilon; // √(ε·d), []
    private readonly double _root;    // √d

    internal RmsNorm(Tensor weight, Tensor scaledEpsilon) => (_weight, _epsilon, _root) = (weight, scaledEpsilon, Math.Sqrt(weight.shape[0]));

    /// <summary>w·√d where it is frozen, [width].</summary>
    internal Tensor Weight => _weight;

    /// <summary>√(ε·d), [].</summary>
    internal Tensor Epsilon => _epsilon;

    /// <summary>Normalises.</summary>
    /// <param name="x">[..., width], float32.</param>
    /// <returns>[..., width], like its intermediate results owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x)
    {
        if (_weight.requires_grad) return x / Root(x, _epsilon) * (_weight * _root);        // [..., C]
        if (x.requires_grad) return RmsNormGradient.Run(x, _weight, _epsilon);              // [..., C]
        return (x / Root(x, _epsilon)).mul_(_weight);                                       // [..., C]
    }

    /// <summary>√(‖x‖² + ε·d), [..., 1].</summary>
    internal static Tensor Root(Tensor x, Tensor epsilon) => hypot(linalg.vector_norm(x, 2, LastDimension, keepdim: true), epsilon);
}
