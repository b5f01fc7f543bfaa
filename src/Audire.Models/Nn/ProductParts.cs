using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>What a product of one row is made of, for a script that makes it without the <see cref="Linear"/>.</summary>
/// <param name="Matrix">
/// Floats [out, in], the table of <see cref="TorchOps.WeightedSums"/>, the packed form of <see cref="TorchOps.Int4Product"/>, or a number for <see cref="HalfMatrices.Product"/>.
/// </param>
/// <param name="Scales">Scales of 8 bits, [parts, width], or scales and zeros of 4 bits, [groups, out, 2]; null for floats.</param>
/// <param name="Order">The table's order; null for all but 8 bits.</param>
/// <param name="Bias">[out], float32; null for none, or where it is packed with the matrix.</param>
/// <param name="Program">The module that keeps the matrix, where that is no tensor (<see cref="HalfMatrices"/>).</param>
internal readonly record struct ProductParts(Tensor Matrix, Tensor? Scales, BagOrder? Order, Tensor? Bias, jit.ScriptModule? Program = null);
