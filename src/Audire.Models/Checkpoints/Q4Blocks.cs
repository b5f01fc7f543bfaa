using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>A matrix of 4-bit codes in groups of 32 along a row: a weight is (code - 8)·scale + zero.</summary>
/// <param name="Codes">[rows, columns], int32, each 0..15.</param>
/// <param name="Scales">[rows, columns / 32], float32.</param>
/// <param name="Zeros">[rows, columns / 32], float32.</param>
public sealed record Q4Blocks(Tensor Codes, Tensor Scales, Tensor Zeros)
{
    /// <summary>Weights that share a scale and a zero point.</summary>
    public const int Group = 32;

    /// <summary>Quantises each group to 16 levels between its smallest and largest weight.</summary>
    /// <param name="weight">[rows, columns], any float type; columns in whole groups.</param>
    /// <returns>Tensors in the caller's dispose scope; scales and zeros are what a product in bfloat16 will see.</returns>
    public static Q4Blocks Of(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var groups = weight.to(ScalarType.Float32).view(weight.shape[0], -1, Group);                         // [out, in / group, group]
        var (scales, zeros) = GridOf(groups);                                                                // [out, in / group]
        var codes = ((groups - zeros.unsqueeze(2)) / scales.unsqueeze(2) + 8).round_().clamp_(0, 15);
        return new Q4Blocks(
            codes.to(ScalarType.Int32).view(weight.shape).MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope(), zeros.MoveToOuterDisposeScope());
    }

    /// <summary>The weights, float32 [rows, columns], in the caller's dispose scope.</summary>
    public Tensor Weights()
    {
        using var scope = NewDisposeScope();
        var groups = Codes.to(ScalarType.Float32).view(Codes.shape[0], -1, Group);                          // [out, in / group, group]
        return ((groups - 8) * Scales.unsqueeze(2) + Zeros.unsqueeze(2)).view(Codes.shape).MoveToOuterDisposeScope();
    }

    /// <summary>Several matrices of the same width as one, their rows one after the other.</summary>
    public static Q4Blocks Stack(IReadOnlyList<Q4Blocks> parts) => parts.Count == 1 ? parts[0] : new Q4Blocks(
        cat([.. parts.Select(part => part.Codes)], 0),
        cat([.. parts.Select(part => part.Scales)], 0),
        cat([.. parts.Select(part => part.Zeros)], 0));

    /// <summary>Scales and zeros of float32 groups [rows, columns / 32, 32]: float32 numbers that bfloat16 holds.</summary>
    internal static (Tensor Scales, Tensor Zeros) GridOf(Tensor groups)
    {
        var low = groups.amin([2]);                                                                          // [out, in / group]
        var scales = ((groups.amax([2]) - low) / 15).clamp_min(1e-12).to(ScalarType.BFloat16).to(ScalarType.Float32);
        return (scales, (low + 8 * scales).to(ScalarType.BFloat16).to(ScalarType.Float32));
    }
}
