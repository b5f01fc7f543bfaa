using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer with 8-bit weights and one scale a row: W ≈ q·s.</summary>
internal sealed class Int8Linear : Linear, IPackedLinear, IFrozenMatrix
{
    private readonly Tensor _codes;  // [out, in], int8
    private readonly Tensor _scales; // [out], bfloat16: the product wants rows and scales of one type
    private readonly Tensor? _bias;  // [out], float32

    private Int8Linear(Tensor codes, Tensor scales, Tensor? bias)
        : base(codes.shape[1], codes.shape[0]) => (_codes, _scales, _bias) = (codes, scales, bias);

    public override long Bytes => _codes.numel() + 2 * _scales.numel();

    public IEnumerable<Tensor> Tensors => [_codes, _scales];

    /// <summary>Quantises rows to the nearest of 255 levels, symmetric around zero; the scale is the one the product will use.</summary>
    public static Int8Linear Quantise(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var w = weight.to(ScalarType.Float32);                                               // [out, in]
        var scales = (w.abs().amax([1]) / 127).clamp_min(1e-12).to(ScalarType.BFloat16);     // [out]
        var codes = (w / scales.to(ScalarType.Float32).unsqueeze(1)).round_().clamp_(-127, 127).to(ScalarType.Int8); // [out, in]
        return new Int8Linear(codes.DetachFromDisposeScope(), scales.DetachFromDisposeScope(), bias);
    }

    public override Tensor Forward(Tensor x)
    {
        var y = FrozenProduct.Run(x, this); // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }

    /// <inheritdoc/>
    public Tensor Product(Tensor x)
    {
        var flat = x.dim() == 2;
        var rows = (flat ? x : x.reshape(-1, InFeatures)).to(ScalarType.BFloat16); // [M, in]
        var y = TorchOps.Int8Product(rows, _codes, _scales).to(ScalarType.Float32); // [M, out]
        return flat ? y : y.view([.. x.shape[..^1], OutFeatures]);                 // [..., out]
    }

    /// <inheritdoc/>
    public Tensor Widened() => _codes.to(ScalarType.Float32).mul_(_scales.to(ScalarType.Float32).unsqueeze(1)); // [out, in]
}
