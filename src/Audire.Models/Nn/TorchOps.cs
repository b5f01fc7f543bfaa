using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>libtorch operations that TorchSharp does not bind, reached through TorchScript.</summary>
/// <remarks>
/// A call costs 2 µs more than a bound one. A script that does not compile ends the process, so the text is a constant and a
/// test compiles it. Thread-safe.
/// </remarks>
internal static class TorchOps
{
    /// <summary>The products, as methods that another script may call too.</summary>
    public const string Products = """
          def weighted_sums(self: __torch__.Ops, x: Tensor, table: Tensor, rows: Tensor, bags: Tensor, ones: Tensor, scales: Tensor) -> Tensor:
            sums = ops.quantized.embedding_bag_byte_rowwise_offsets(table, rows, bags, False, 0, False, torch.mul(x, ones), None, True)
            return torch.view(torch.mul_(sums, scales), [1, -1])

          def weighted_sums_of_rows(self: __torch__.Ops, x: Tensor, table: Tensor, rows: Tensor, bags: Tensor, ones: Tensor, scales: Tensor) -> Tensor:
            m = torch.size(x, 0)
            k = torch.size(x, 1)
            parts = torch.size(ones, 0)
            repeated = torch.reshape(torch.expand(torch.view(rows, [parts, 1, k]), [parts, m, k]), [-1])
            starts = torch.arange(0, (parts * m + 1) * k, k, dtype=3)
            weights = torch.mul(x, torch.unsqueeze(ones, 2))
            sums = ops.quantized.embedding_bag_byte_rowwise_offsets(table, repeated, starts, False, 0, False, weights, None, True)
            scaled = torch.mul_(torch.view(sums, [parts, m, -1]), torch.unsqueeze(scales, 1))
            return torch.reshape(torch.permute(scaled, [1, 0, 2]), [m, -1])

          def int4_pack(self: __torch__.Ops, codes: Tensor) -> Tensor:
            return torch._convert_weight_to_int4pack_for_cpu(codes, 2)

          def int4_product(self: __torch__.Ops, x: Tensor, packed: Tensor, group: int, scales_and_zeros: Tensor) -> Tensor:
            return torch.to(torch._weight_int4pack_mm_for_cpu(torch.to(x, 15), packed, group, scales_and_zeros), 6)

        """;

    private static readonly Lazy<jit.ScriptModule> Ops = new(() => ScriptArchive.Load(Products));

    /// <summary>
    /// Sums the rows of a table of bytes, each times a number of its own: with a matrix held column by column that is a product of one row, and
    /// the one with 8-bit weights that reads memory as fast as it comes (FBGEMM's kernel of embedding bags, which asks for rows ahead).
    /// </summary>
    /// <param name="x">[M, K], float32.</param>
    /// <param name="one">Whether M is 1, for which the call is cheaper.</param>
    /// <param name="table">[parts·K, width + 8], uint8: bytes, then a row's own scale and offset as two float32; the parts of the result stand below one another.</param>
    /// <param name="order">The order of the table's rows.</param>
    /// <param name="scales">[parts, width], float32.</param>
    /// <returns>[M, parts·width], float32: the sums times <paramref name="scales"/>.</returns>
    public static Tensor WeightedSums(Tensor x, bool one, Tensor table, BagOrder order, Tensor scales) =>
        (Tensor)Ops.Value.invoke(one ? "weighted_sums" : "weighted_sums_of_rows", x, table, order.Rows, order.Bags, order.Ones, scales);

    /// <summary>Packs codes 0..15, [N, K] int32, into the layout the CPU's 4-bit product reads.</summary>
    public static Tensor Int4Pack(Tensor codes) => (Tensor)Ops.Value.invoke("int4_pack", codes);

    /// <summary>
    /// Rows times packed 4-bit rows, in bfloat16: x [M, K], any float type; scales and zeros [K / group, N, 2], a weight being (code - 8)·scale + zero → [M, N] float32.
    /// </summary>
    public static Tensor Int4Product(Tensor x, Tensor packed, long group, Tensor scalesAndZeros) =>
        (Tensor)Ops.Value.invoke("int4_product", x, packed, group, scalesAndZeros);
}
