using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>A matrix of 4-bit codes in groups of 32 along a row: a weight is (code - 8)·scale + zero.</summary>
/// <param name="Codes">[rows, columns], int32, each 0..15.</param>
/// <param name="Scales">[rows, columns / 32], float32.</param>
/// <param name="Zeros">[rows, columns / 32], float32.</param>
public sealed record Q4Blocks(Tensor Codes, Tensor Scales, Tensor Zeros)
{
    /// <summary>Several matrices of the same width as one, their rows one after the other.</summary>
    public static Q4Blocks Stack(IReadOnlyList<Q4Blocks> parts) => parts.Count == 1 ? parts[0] : new Q4Blocks(
        cat([.. parts.Select(part => part.Codes)], 0),
        cat([.. parts.Select(part => part.Scales)], 0),
        cat([.. parts.Select(part => part.Zeros)], 0));
}
