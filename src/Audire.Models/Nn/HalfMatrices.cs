using System.Runtime.InteropServices;
using Audire.Models.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A model's half-precision matrices in FBGEMM's layout, which libtorch carries for x64 and TorchSharp does not bind.</summary>
/// <remarks>
/// Weights keep their 16 bits and are widened in registers; activations and sums are float32. A matrix takes as long as memory does, and half as long as in libtorch's own
/// half-precision product where it is in a cache; many rows take what they take in float32, with no widened copy of the matrix. Such a matrix is an object of libtorch's and
/// no tensor: it stays inside a script module, a number names it, and a method that is to use it must be one of that module's. Thread-safe, save for adding and replacing.
/// </remarks>
internal sealed class HalfMatrices : IDisposable
{
    /// <summary>Rows packed at once. Packing reads a matrix down its columns, so that a line of the cache comes back after as many rows: past the cache it takes twice as long.</summary>
    internal const long PieceRows = 8192;

    private const string Layout = """
          def pieces_product(self: __torch__.Ops, x: Tensor, number: Tensor, count: int) -> Tensor:
            pieces = annotate(List[Tensor], [])
            for piece in range(count):
              _0 = torch.append(pieces, ops.quantized.linear_dynamic_fp16(x, (self.kept)[torch.add(int(number), piece)]))
            return torch.cat(pieces, -1)

          def pack(self: __torch__.Ops, matrix: Tensor, bias: Optional[Tensor]) -> int:
            _0 = torch.append(self.kept, ops.quantized.linear_prepack_fp16(matrix, bias))
            return torch.len(self.kept) - 1

          def replace(self: __torch__.Ops, number: int, matrix: Tensor, bias: Optional[Tensor]) -> int:
            _0 = torch._set_item(self.kept, number, ops.quantized.linear_prepack_fp16(matrix, bias))
            return number

          def unpack(self: __torch__.Ops, number: int) -> Tensor:
            matrix, bias, = ops.quantized.linear_unpack_fp16((self.kept)[number])
            return matrix

        """;

    private readonly List<Tensor> _numbers = []; // each [], int64

    /// <summary>Begins with none.</summary>
    /// <param name="methods">Methods of the model's own, which may use <see cref="Product"/>.</param>
    public HalfMatrices(string methods = "") => Program = ScriptArchive.Load(Product + Layout + methods, "__torch__.torch.classes.quantized.LinearPackedParamsBase");

    /// <summary>Whether this build of libtorch and this processor have it.</summary>
    public static bool Available { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS() && CpuFeatures.Avx2;

    /// <summary>The product as a method for scripts: x [..., in], float32, and a matrix's number, [] int64, to [..., out], float32, with the bias it was packed with.</summary>
    public static string Product { get; } = """
          def half_product(self: __torch__.Ops, x: Tensor, number: Tensor) -> Tensor:
            return ops.quantized.linear_dynamic_fp16(x, (self.kept)[int(number)])

        """;

    /// <summary>In place of <see cref="Product"/> in a script that keeps no such matrices.</summary>
    public static string NoProduct { get; } = """
          def half_product(self: __torch__.Ops, x: Tensor, number: Tensor) -> Tensor:
            return x

        """;

    /// <summary>The module that keeps them, with the model's own methods.</summary>
    public jit.ScriptModule Program { get; }

    /// <summary>Bytes of the weights.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packs a matrix.</summary>
    /// <param name="matrix">[out, in], floats; rounded to half precision, beyond its range to its ends.</param>
    /// <param name="bias">[out], float32; null for none.</param>
    /// <returns>Its name, good as long as this lives.</returns>
    public HalfMatrix Add(Tensor matrix, Tensor? bias)
    {
        var last = 0L;
        var pieces = Each(matrix, bias, (_, floats, part) => last = ((Scalar)Program.invoke("pack", floats, part!)).ToInt64());
        var number = tensor(last - pieces + 1, ScalarType.Int64).DetachFromDisposeScope();
        _numbers.Add(number);
        Bytes += 2 * matrix.numel();
        return new HalfMatrix(number, pieces);
    }

    /// <summary>Puts another matrix of the same shape in the place of one.</summary>
    public void Replace(HalfMatrix old, Tensor matrix, Tensor? bias)
    {
        var first = old.Number.item<long>();
        Each(matrix, bias, (piece, floats, part) => Program.invoke("replace", first + piece, floats, part!));
    }

    /// <summary>A matrix in rows again, to the bit: [out, in], float32, owned by the caller's dispose scope.</summary>
    public Tensor Unpack(HalfMatrix matrix)
    {
        using var scope = NewDisposeScope();
        var first = matrix.Number.item<long>();
        var pieces = Enumerable.Range(0, matrix.Pieces).Select(piece => (Tensor)Program.invoke("unpack", first + piece)).ToArray();
        return (pieces.Length == 1 ? pieces[0] : cat(pieces, 0)).MoveToOuterDisposeScope();
    }

    /// <summary>x·Wᵀ + b, not differentiable: x [..., in], float32, to [..., out], owned by the caller's dispose scope.</summary>
    public Tensor Multiply(Tensor x, HalfMatrix matrix) => (Tensor)(matrix.Pieces == 1
        ? Program.invoke("half_product", x, matrix.Number)
        : Program.invoke("pieces_product", x, matrix.Number, matrix.Pieces));

    /// <summary>Frees them; the model must not be used afterwards.</summary>
    public void Dispose()
    {
        foreach (var number in _numbers) number.Dispose();
        Program.Dispose();
    }

    // Piece by piece in float32, so that no more than a piece is widened at once.
    private static int Each(Tensor matrix, Tensor? bias, Action<long, Tensor, Tensor?> take)
    {
        var (piece, rows) = (0, matrix.shape[0]);
        for (var start = 0L; start < rows; start += PieceRows, piece++)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(PieceRows, rows - start);
            take(piece, matrix.narrow(0, start, count).to(ScalarType.Float32), bias?.narrow(0, start, count));
        }

        return piece;
    }
}

/// <summary>One of <see cref="HalfMatrices"/>.</summary>
/// <param name="Number">Of its first piece, [] int64; the others follow.</param>
/// <param name="Pieces">How many it has, of <see cref="HalfMatrices.PieceRows"/> rows each and the rest.</param>
internal readonly record struct HalfMatrix(Tensor Number, int Pieces);
