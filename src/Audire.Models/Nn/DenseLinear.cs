using Audire.Models.Runtime;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer whose weights are floats of 32 or 16 bits.</summary>
/// <remarks>
/// 16-bit weights multiply few rows in their own type, where reading the weights is what costs; many rows in the type the CPU is
/// quick at: bfloat16 where that is clearly quicker (<see cref="CpuFeatures.QuickBf16"/>), else float32 with the weights widened for the call. Other devices
/// multiply in the weights' own type.
/// </remarks>
/// <param name="weight">[out, in].</param>
/// <param name="bias">[out], float32.</param>
/// <param name="packable">Whether oneDNN multiplies few rows where the matrix could be in its layout and is in rows only because it is looked up too.</param>
internal sealed class DenseLinear(Tensor weight, Tensor? bias, bool packable = false) : Linear(weight.shape[1], weight.shape[0]), IFrozenMatrix, IMergeable
{
    /// <summary>
    /// Up to this many rows a product in the weights' own type is cheaper than one with widened weights: measured 12 ms against 68 ms for
    /// 5 rows and 22 against 70 for 32 where the CPU computes in half precision; elsewhere each row costs about a sixth of the widening.
    /// </summary>
    private static readonly long FewRows = CpuFeatures.Fp16 ? 32 : 6;

    private const long FewRowsInLayout = 16;

    private Tensor _weight = weight;          // [out, in]
    private readonly Tensor? _bias = bias;    // [out], float32
    private readonly ScalarType _type = weight.dtype;

    public override long Bytes => _weight.numel() * _weight.element_size();

    internal override ProductParts? RowProduct => _weight.requires_grad ? null : new ProductParts(_weight, null, null, _bias);

    public override Tensor Forward(Tensor x)
    {
        if (packable && RowsOf(x) <= FewRowsInLayout && !is_grad_enabled()) return OneDnn.Multiply(x, _weight, _bias); // [..., out]
        if (_weight.requires_grad) return TrainedProduct.Run(x, _weight, _bias);                                       // [..., out]
        if (_type == ScalarType.Float32 && !is_grad_enabled()) return MatrixProduct.Linear(x, _weight, _bias);         // [..., out]
        var y = FrozenProduct.Run(x, this);                                  // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }

    /// <inheritdoc/>
    public bool IsTrained => _weight.requires_grad;

    /// <inheritdoc/>
    public Tensor Dense() => _weight.to(ScalarType.Float32, copy: true); // [out, in]

    /// <inheritdoc/>
    public IDisposable Replace(Tensor matrix)
    {
        var (own, other) = (_weight, matrix.to(_type, copy: true).DetachFromDisposeScope());
        _weight = other;
        return new Replacement(() =>
        {
            _weight = own;
            other.Dispose();
        });
    }

    /// <inheritdoc/>
    public Tensor Product(Tensor x) => Multiply(x, static (rows, matrix) => MatrixProduct.Linear(rows, matrix, bias: null)); // [..., out]

    /// <inheritdoc/>
    public Tensor Gradient(Tensor g) => Multiply(g, MatrixProduct.Of);                                                       // [M, in]

    // In the weights' own type, or in float32 with narrower weights widened for the call; the result is float32.
    private Tensor Multiply(Tensor rows, Func<Tensor, Tensor, Tensor> product)
    {
        if (_type == ScalarType.Float32) return product(rows, _weight);
        if (IsQuick(rows))
        {
            using var narrow = rows.to(_type);
            using var narrowResult = product(narrow, _weight);
            return narrowResult.to(ScalarType.Float32);
        }

        using var widened = _weight.to(ScalarType.Float32); // [out, in]
        return product(rows, widened);
    }

    private bool IsQuick(Tensor rows) =>
        rows.device_type != TorchSharp.DeviceType.CPU || RowsOf(rows) <= FewRows || (_type == ScalarType.BFloat16 && CpuFeatures.QuickBf16);
}
