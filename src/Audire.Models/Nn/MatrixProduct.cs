using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>Products of matrices, not differentiable: oneDNN's in float32 on the CPU where there is enough to multiply, libtorch's own choice elsewhere.</summary>
/// <remarks>That choice is MKL, which leaves half of a processor's width unused where another than its maker's has AVX-512: 200 GFLOP/s where oneDNN reaches 380 to 470 (Zen 5, peak 430). Thread-safe.</remarks>
internal static class MatrixProduct
{
    // What oneDNN does first, copying a matrix whose rows are not in the order it reads, is paid for by so many rows; below them, or with a matrix in that order, by few.
    private const long ManyRows = 64;
    private const long FewRows = 8;

    /// <summary>x·Wᵀ + b.</summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in], of the type of <paramref name="x"/>.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <returns>[..., out], owned by the caller's dispose scope.</returns>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) =>
        Suits(weight) && x.numel() >= ManyRows * weight.shape[1] ? OneDnn.Multiply(x, weight, bias) : F.linear(x, weight, bias);

    /// <summary>a·b.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N], quickest in rows; of the type of <paramref name="a"/>.</param>
    /// <returns>[M, N], owned by the caller's dispose scope.</returns>
    public static Tensor Of(Tensor a, Tensor b) =>
        Suits(b) && a.shape[0] >= (b.stride(1) == 1 ? FewRows : ManyRows) ? OneDnn.Multiply(a, b.t(), null) : a.matmul(b);

    /// <summary>aᵀ·b, as the gradient of a weight is made: sums over few rows do not pay for what oneDNN copies first.</summary>
    /// <param name="a">[K, M], in rows.</param>
    /// <param name="b">[K, N], in rows; of the type of <paramref name="a"/>.</param>
    /// <returns>[M, N], owned by the caller's dispose scope.</returns>
    public static Tensor OfTransposed(Tensor a, Tensor b) => a.shape[0] >= 4 * ManyRows ? Of(a.t(), b) : a.t().matmul(b);

    private static bool Suits(Tensor matrix) => OneDnn.Available && matrix.dtype == ScalarType.Float32 && matrix.device_type == TorchSharp.DeviceType.CPU;
}
