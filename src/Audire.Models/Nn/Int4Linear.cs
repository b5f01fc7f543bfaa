using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer with 4-bit weights in groups along a row: W = (q - 8)·scale + zero.</summary>
internal sealed class Int4Linear : Linear, IPackedLinear, IFrozenMatrix
{
    /// <summary>Weights that share a scale and a zero point.</summary>
    public const int Group = Q4Blocks.Group;

    private readonly Tensor _packed;         // libtorch's own layout of [out, in] codes
    private readonly Tensor _scalesAndZeros; // [in / group, out, 2], bfloat16
    private readonly Tensor? _bias;          // [out], float32

    private Int4Linear(long inFeatures, long outFeatures, Tensor packed, Tensor scalesAndZeros, Tensor? bias)
        : base(inFeatures, outFeatures) => (_packed, _scalesAndZeros, _bias) = (packed, scalesAndZeros, bias);

    public override long Bytes => InFeatures * OutFeatures / 2 + 2 * _scalesAndZeros.numel();

    public IEnumerable<Tensor> Tensors => [_packed, _scalesAndZeros];

    /// <summary>Whether a matrix fits the packed layout: whole groups along a row, and rows in whole tiles of 16.</summary>
    public static bool Fits(long outFeatures, long inFeatures) => inFeatures % Group == 0 && outFeatures % 16 == 0;

    /// <summary>Takes over blocks that are 4 bits already.</summary>
    public static Int4Linear Repack(Q4Blocks blocks, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var outFeatures = blocks.Codes.shape[0];
        var inFeatures = blocks.Codes.shape[1];
        var packed = TorchOps.Int4Pack(blocks.Codes);
        var scalesAndZeros = stack([blocks.Scales, blocks.Zeros], 2)   // [out, in / group, 2]
            .transpose(0, 1).contiguous().to(ScalarType.BFloat16);    // [in / group, out, 2]
        return new Int4Linear(inFeatures, outFeatures, packed.DetachFromDisposeScope(), scalesAndZeros.DetachFromDisposeScope(), bias);
    }

    /// <summary>Quantises each group to 16 levels between its smallest and largest weight.</summary>
    public static Int4Linear Quantise(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        return Repack(Q4Blocks.Of(weight), bias);
    }

    internal override ProductParts? RowProduct => new ProductParts(_packed, _scalesAndZeros, null, _bias);

    public override Tensor Forward(Tensor x)
    {
        var y = FrozenProduct.Run(x, this); // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }

    /// <inheritdoc/>
    public Tensor Product(Tensor x)
    {
        var flat = x.dim() == 2;
        var rows = flat ? x : x.reshape(-1, InFeatures); // [M, in]
        var y = TorchOps.Int4Product(rows, _packed, Group, _scalesAndZeros); // [M, out]
        return flat ? y : y.view([.. x.shape[..^1], OutFeatures]);                 // [..., out]
    }

    /// <inheritdoc/>
    /// <remarks>The packed layout is libtorch's own: the product with unit rows is the way to read it, each weight to bfloat16's precision.</remarks>
    public Tensor Gradient(Tensor g)
    {
        using var scope = NewDisposeScope();
        var units = eye(InFeatures, dtype: ScalarType.BFloat16, device: _packed.device);                                 // [in, in]
        var widened = TorchOps.Int4Product(units, _packed, Group, _scalesAndZeros).t();                                  // [out, in]
        return MatrixProduct.Of(g, widened).MoveToOuterDisposeScope();                                                              // [M, in]
    }
}
