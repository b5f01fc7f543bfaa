using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>A matrix of 8-bit codes with one scale a row: a weight is code·scale.</summary>
/// <param name="Codes">[rows, columns], int8, -127..127.</param>
/// <param name="Scales">[rows], bfloat16.</param>
public sealed record Q8Rows(Tensor Codes, Tensor Scales)
{
    /// <summary>Quantises rows to the nearest of 255 levels, symmetric around zero; the scale is the one a product in bfloat16 will use.</summary>
    /// <param name="weight">[rows, columns], any float type.</param>
    /// <returns>Tensors in the caller's dispose scope.</returns>
    public static Q8Rows Of(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var w = weight.to(ScalarType.Float32);                                                                       // [out, in]
        var scales = ScalesOf(w);                                                                                    // [out]
        var codes = (w / scales.to(ScalarType.Float32).unsqueeze(1)).round_().clamp_(-127, 127).to(ScalarType.Int8); // [out, in]
        return new Q8Rows(codes.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <summary>The weights, float32, in the caller's dispose scope. Quantised again they give the same codes and scales.</summary>
    public Tensor Weights()
    {
        using var scope = NewDisposeScope();
        return (Codes.to(ScalarType.Float32) * Scales.to(ScalarType.Float32).unsqueeze(1)).MoveToOuterDisposeScope(); // [out, in]
    }

    /// <summary>Several matrices of the same width as one, their rows one after the other.</summary>
    public static Q8Rows Stack(IReadOnlyList<Q8Rows> parts) => parts.Count == 1 ? parts[0]
        : new Q8Rows(cat([.. parts.Select(part => part.Codes)], 0), cat([.. parts.Select(part => part.Scales)], 0));

    /// <summary>The scales alone, bfloat16 [rows], of float32 weights.</summary>
    internal static Tensor ScalesOf(Tensor weight) => (weight.abs().amax([1]) / 127).clamp_min(1e-12).to(ScalarType.BFloat16);
}
