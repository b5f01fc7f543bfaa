using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>libtorch operations that TorchSharp does not bind, reached through TorchScript.</summary>
/// <remarks>
/// A call costs about 3 µs more than a bound one. A script that does not compile ends the process, so the text is a constant and a
/// test compiles it. Thread-safe.
/// </remarks>
internal static class TorchOps
{
    private const string Script = """
        def int8_product(x, weight, scales):
            return torch._weight_int8pack_mm(x, weight, scales)

        def int4_pack(codes):
            return torch._convert_weight_to_int4pack_for_cpu(codes, 2)

        def int4_product(x, packed, group: int, scales_and_zeros):
            return torch._weight_int4pack_mm_for_cpu(x, packed, group, scales_and_zeros)

        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile(Script));

    /// <summary>Rows times 8-bit rows: x [M, K] bfloat16, weight [N, K] int8, scales [N] bfloat16 → [M, N] bfloat16.</summary>
    public static Tensor Int8Product(Tensor x, Tensor weight, Tensor scales) =>
        (Tensor)Unit.Value.invoke("int8_product", x, weight, scales);

    /// <summary>Packs codes 0..15, [N, K] int32, into the layout the CPU's 4-bit product reads.</summary>
    public static Tensor Int4Pack(Tensor codes) => (Tensor)Unit.Value.invoke("int4_pack", codes);

    /// <summary>
    /// Rows times packed 4-bit rows: x [M, K] bfloat16; scales and zeros [K / group, N, 2], a weight being (code - 8)·scale + zero → [M, N] bfloat16.
    /// </summary>
    public static Tensor Int4Product(Tensor x, Tensor packed, long group, Tensor scalesAndZeros) =>
        (Tensor)Unit.Value.invoke("int4_product", x, packed, group, scalesAndZeros);
}
