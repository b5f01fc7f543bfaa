using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>A matrix of 8-bit codes in groups of 32 along a row: a weight is code·scale.</summary>
/// <param name="Codes">[rows, columns], int8.</param>
/// <param name="Scales">[rows, columns / 32], float32.</param>
public sealed record Q8Blocks(Tensor Codes, Tensor Scales);
