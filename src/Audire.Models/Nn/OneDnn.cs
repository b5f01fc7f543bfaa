using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>oneDNN's products with matrices in its own layout, which libtorch carries for x64 and TorchSharp does not bind.</summary>
/// <remarks>
/// Made once, the layout spares the copy of the weights that a product in rows begins with: 92 to 95 % of the peak from 128 rows on, where rows reach 60 to 80, three
/// times as quick for a few rows, and twice for one (Zen 4, float32). Thread-safe.
/// </remarks>
internal static class OneDnn
{
    /// <summary>Rows that the layout is chosen for; others are as quick with it.</summary>
    private const long UsualRows = 128;

    /// <summary>Whether this build of libtorch has it.</summary>
    public static bool Available { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS();

    /// <summary>The product of few or many rows as a method for scripts: activations float32 in and out, whatever the matrix's type.</summary>
    public static string Product { get; } = Available
        ? """
          def packed_product(self: __torch__.Ops, x: Tensor, matrix: Tensor, bias: Optional[Tensor]) -> Tensor:
            y = ops.mkldnn._linear_pointwise(torch.to(x, matrix.dtype), matrix, bias, "none", annotate(List[Optional[number]], []), "")
            return torch.to(y, 6)

        """
        : """
          def packed_product(self: __torch__.Ops, x: Tensor, matrix: Tensor, bias: Optional[Tensor]) -> Tensor:
            return torch.linear(x, matrix, bias)

        """;

    private const string Layout = """
          def pack(self: __torch__.Ops, matrix: Tensor, rows: int) -> Tensor:
            return ops.mkldnn._reorder_linear_weight(matrix, rows)

          def unpack(self: __torch__.Ops, matrix: Tensor) -> Tensor:
            return torch.to_dense(matrix)

          def product(self: __torch__.Ops, x: Tensor, matrix: Tensor) -> Tensor:
            return self.packed_product(x, matrix, None)

          def biased_product(self: __torch__.Ops, x: Tensor, matrix: Tensor, bias: Tensor) -> Tensor:
            return self.packed_product(x, matrix, bias)

        """;

    private static readonly Lazy<jit.ScriptModule> Ops = new(() => ScriptArchive.Load(Product + Layout));

    /// <summary>A matrix [out, in], float32 or bfloat16, in oneDNN's layout; its shape and type stay readable, its elements do not.</summary>
    public static Tensor Pack(Tensor matrix) => (Tensor)Ops.Value.invoke("pack", matrix, UsualRows);

    /// <summary>The matrix in rows again, to the bit.</summary>
    public static Tensor Unpack(Tensor packed) => (Tensor)Ops.Value.invoke("unpack", packed);

    /// <summary>x·Wᵀ + b, not differentiable.</summary>
    /// <param name="x">[..., in], float32.</param>
    /// <param name="packed">Of <see cref="Pack"/>.</param>
    /// <param name="bias">[out], float32; null for none.</param>
    /// <returns>[..., out], float32.</returns>
    public static Tensor Multiply(Tensor x, Tensor packed, Tensor? bias) => (Tensor)(bias is null
        ? Ops.Value.invoke("product", x, packed)
        : Ops.Value.invoke("biased_product", x, packed, bias));
}
