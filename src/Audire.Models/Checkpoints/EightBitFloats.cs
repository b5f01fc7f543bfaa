using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>Decodes 8-bit floats to float32 by table.</summary>
/// <remarks>
/// Micikevicius et al. 2022, "FP8 formats for deep learning": E4M3 has bias 7, no infinities, and only the all-ones pattern is NaN;
/// E5M2 is the upper byte of an IEEE half.
/// </remarks>
internal static class EightBitFloats
{
    private static readonly float[] E4M3 = [.. Enumerable.Range(0, 256).Select(FromE4M3)];
    private static readonly float[] E5M2 = [.. Enumerable.Range(0, 256).Select(code => (float)BitConverter.UInt16BitsToHalf((ushort)(code << 8)))];

    /// <param name="type">Which of the two.</param>
    /// <param name="codes">uint8, any shape.</param>
    /// <returns>float32 of that shape.</returns>
    public static Tensor Decode(ElementType type, Tensor codes)
    {
        using var scope = NewDisposeScope();
        var table = tensor(type == ElementType.F8E4M3 ? E4M3 : E5M2);                      // [256]
        var values = table.index_select(0, codes.reshape(-1).to(ScalarType.Int32));        // [n]
        return values.reshape(codes.shape).MoveToOuterDisposeScope();
    }

    private static float FromE4M3(int code)
    {
        var exponent = (code >> 3) & 15;
        var mantissa = code & 7;
        var magnitude = (exponent, mantissa) switch
        {
            (15, 7) => float.NaN,
            (0, _) => MathF.ScaleB(mantissa, -9),
            _ => MathF.ScaleB(8 + mantissa, exponent - 10),
        };
        return code < 128 ? magnitude : -magnitude;
    }
}
