using Audire.Models.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>A linear layer whose weights are floats of 32 or 16 bits.</summary>
/// <remarks>
/// 16-bit weights multiply few rows in their own type, where reading the weights is what costs; many rows in the type the CPU is
/// quick at: bfloat16 where it computes in it, else float32 with the weights widened for the call.
/// </remarks>
internal sealed class DenseLinear(Tensor weight, Tensor? bias) : Linear(weight.shape[1], weight.shape[0])
{
    /// <summary>Up to this many rows the product is bound by reading the weights rather than by arithmetic.</summary>
    private const long FewRows = 4;

    private readonly Tensor _weight = weight; // [out, in]
    private readonly Tensor? _bias = bias;    // [out], float32

    public override long Bytes => _weight.numel() * _weight.element_size();

    public override Tensor Forward(Tensor x)
    {
        if (_weight.dtype == ScalarType.Float32) return F.linear(x, _weight, _bias); // [..., out]
        if (RowsOf(x) > FewRows && !(_weight.dtype == ScalarType.BFloat16 && CpuFeatures.Bf16))
        {
            using var widened = _weight.to(ScalarType.Float32); // [out, in]
            return F.linear(x, widened, _bias);                 // [..., out]
        }

        using var narrow = x.to(_weight.dtype);           // [..., in]
        using var product = F.linear(narrow, _weight);    // [..., out]
        var y = product.to(ScalarType.Float32);           // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }
}
