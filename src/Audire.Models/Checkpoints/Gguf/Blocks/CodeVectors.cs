using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Sixteen integer codes at a time to float32. Products and sums round separately, as the format's own code does: no fused multiply-add.</summary>
internal static class CodeVectors
{
    private const int Width = 16;

    /// <summary>The low halves of sixteen bytes.</summary>
    public static Vector128<byte> Low(ReadOnlySpan<byte> nibbles) => Vector128.Create(nibbles) & Vector128.Create((byte)15);

    /// <summary>The high halves of sixteen bytes.</summary>
    public static Vector128<byte> High(ReadOnlySpan<byte> nibbles) => Vector128.Create(nibbles) >>> 4;

    /// <summary>Sixteen bits as sixteen codes of 16 or 0: the fifth bits of five-bit codes.</summary>
    public static Vector128<byte> FifthBits(uint bits)
    {
        var spread = Vector128.Shuffle(Vector128.Create(bits).AsByte(), Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
        var own = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
        return Vector128.Equals(spread & own, own) & Vector128.Create((byte)16);
    }

    /// <summary>target = d·(codes − zero).</summary>
    public static void Multiply(Vector128<byte> codes, sbyte zero, float d, Span<float> target) => Multiply(codes.AsSByte() - Vector128.Create(zero), d, target);

    /// <summary>target = d·codes.</summary>
    public static void Multiply(Vector128<sbyte> codes, float d, Span<float> target)
    {
        var (a, b, c, e) = Singles(codes);
        var to = Targets(target);
        (to[0], to[1], to[2], to[3]) = (a * d, b * d, c * d, e * d);
    }

    /// <summary>target = d·codes + m.</summary>
    public static void MultiplyAdd(Vector128<byte> codes, float d, float m, Span<float> target)
    {
        var (a, b, c, e) = Singles(codes.AsSByte());
        var minimum = Vector128.Create(m);
        var to = Targets(target);
        (to[0], to[1], to[2], to[3]) = (a * d + minimum, b * d + minimum, c * d + minimum, e * d + minimum);
    }

    private static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Singles(Vector128<sbyte> codes)
    {
        var (low, high) = Vector128.Widen(codes);
        var (a, b) = Vector128.Widen(low);
        var (c, d) = Vector128.Widen(high);
        return (Vector128.ConvertToSingle(a), Vector128.ConvertToSingle(b), Vector128.ConvertToSingle(c), Vector128.ConvertToSingle(d));
    }

    private static Span<Vector128<float>> Targets(Span<float> target) => MemoryMarshal.Cast<float, Vector128<float>>(target[..Width]);
}
