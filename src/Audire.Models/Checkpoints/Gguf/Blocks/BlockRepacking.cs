using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>
/// Takes blocks apart into integer codes and one scale and zero a group of 32, the form libtorch's packed products are built from. Codes stay
/// the file's own: nothing is quantised a second time.
/// </summary>
internal static class BlockRepacking
{
    private const int Group = 32;
    private const int ScaleBytes = 2;

    /// <summary>Whether <see cref="ToQ4"/> takes this type: 4-bit codes with a linear meaning. IQ4_NL's levels are not evenly spaced.</summary>
    public static bool IsQ4(ElementType type) => type is ElementType.Q4_0 or ElementType.Q4_1;

    /// <param name="type">Q4_0: w = d·(q − 8). Q4_1: w = d·q + m = d·(q − 8) + (m + 8d).</param>
    /// <param name="blocks">uint8, [rows, bytes a row].</param>
    /// <returns>Tensors owned by the caller's dispose scope.</returns>
    public static Q4Blocks ToQ4(ElementType type, Tensor blocks)
    {
        using var scope = NewDisposeScope();
        var rows = blocks.shape[0];
        var split = blocks.view(rows, -1, type.BlockBytes());                                // [R, C/32, bytes]
        var nibbles = split.narrow(2, type.BlockBytes() - Group / 2, Group / 2);             // [R, C/32, 16]
        var codes = empty([rows, split.shape[1], Group], ScalarType.Int32);                  // [R, C/32, 32]
        codes.narrow(2, 0, Group / 2).copy_(nibbles.bitwise_and(15));
        codes.narrow(2, Group / 2, Group / 2).copy_(nibbles.bitwise_right_shift(4));
        var scales = Halves(split, 0);                                                       // [R, C/32]
        var zeros = type == ElementType.Q4_0 ? zeros_like(scales) : Halves(split, ScaleBytes) + scales * 8;
        return new(codes.view(rows, -1).MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope(), zeros.MoveToOuterDisposeScope());
    }

    /// <param name="blocks">Q8_0 blocks, uint8, [rows, bytes a row]: w = d·q.</param>
    /// <returns>Tensors owned by the caller's dispose scope.</returns>
    public static Q8Blocks ToQ8(Tensor blocks)
    {
        using var scope = NewDisposeScope();
        var rows = blocks.shape[0];
        var split = blocks.view(rows, -1, ElementType.Q8_0.BlockBytes());                    // [R, C/32, 34]
        // uint8 to int8 keeps the bits: libtorch converts between integers modulo 256.
        var codes = split.narrow(2, ScaleBytes, Group).to(ScalarType.Int8);                  // [R, C/32, 32]
        return new(codes.reshape(rows, -1).MoveToOuterDisposeScope(), Halves(split, 0).MoveToOuterDisposeScope());
    }

    // The float16 at a byte offset of every block, as float32.
    private static Tensor Halves(Tensor split, int offset)
    {
        var pairs = split.narrow(2, offset, ScaleBytes).contiguous();                        // [R, B, 2]
        var halves = empty(pairs.shape[..2], ScalarType.Float16);                            // [R, B]
        pairs.bytes.CopyTo(halves.bytes);
        return halves.to(ScalarType.Float32);
    }
}
