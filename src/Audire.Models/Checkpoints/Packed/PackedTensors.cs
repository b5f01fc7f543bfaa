using Audire.Models.Checkpoints.Writing;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Packed;

/// <summary>A matrix as the tensors that a packed file holds of it. Each is computed from the source when its turn comes, so nothing is kept between them.</summary>
internal static class PackedTensors
{
    /// <summary>Whether a matrix can be packed in four bits: whole groups along a row, and whole tiles of 16 rows, which the product needs.</summary>
    public static bool FitsInt4(long[] shape) => shape[1] % Q4Blocks.Group == 0 && shape[0] % 16 == 0;

    /// <summary>Codes, scales and zeros in four bits.</summary>
    /// <param name="name">The matrix's name.</param>
    /// <param name="shape">[rows, columns].</param>
    /// <param name="load">Its values, in the caller's dispose scope.</param>
    public static IEnumerable<TensorToWrite> Int4(string name, long[] shape, Func<Tensor> load)
    {
        long[] grid = [shape[0], shape[1] / Q4Blocks.Group];
        yield return new(PackedNames.Scales(name), ElementType.BF16, grid, () => Grid(load).Scales);
        yield return new(PackedNames.Zeros(name), ElementType.BF16, grid, () => Grid(load).Zeros);
        yield return new(PackedNames.Int4(name), ElementType.U8, [shape[0], shape[1] / 2], () => Nibbles(load));
    }

    /// <summary>Codes and scales in eight bits.</summary>
    /// <inheritdoc cref="Int4" path="/param"/>
    public static IEnumerable<TensorToWrite> Int8(string name, long[] shape, Func<Tensor> load)
    {
        yield return new(PackedNames.Scales(name), ElementType.BF16, [shape[0]], () => Q8Rows.ScalesOf(load().to(ScalarType.Float32)));
        yield return new(PackedNames.Int8(name), ElementType.I8, shape, () => Q8Rows.Of(load()).Codes);
    }

    private static (Tensor Scales, Tensor Zeros) Grid(Func<Tensor> load)
    {
        var values = load().to(ScalarType.Float32);
        return Q4Blocks.GridOf(values.view(values.shape[0], -1, Q4Blocks.Group));
    }

    private static Tensor Nibbles(Func<Tensor> load)
    {
        using var scope = NewDisposeScope();
        var pairs = Q4Blocks.Of(load()).Codes.to(ScalarType.Byte);                                   // [out, in]
        var halves = pairs.view(pairs.shape[0], -1, 2);                                              // [out, in / 2, 2]
        return halves.select(2, 0).bitwise_or(halves.select(2, 1).bitwise_left_shift(4)).MoveToOuterDisposeScope(); // [out, in / 2]
    }
}
