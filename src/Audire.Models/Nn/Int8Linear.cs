using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer with 8-bit weights and one scale a row: W ≈ q·s.</summary>
internal sealed class Int8Linear : Linear, IPackedLinear, IFrozenMatrix
{
    private const long FewRows = 64;
    private const long ValuesAtOnce = 4 << 20;

    private readonly Tensor _codes;  // [out, in], int8
    private readonly Tensor _scales; // [out], bfloat16: the product wants rows and scales of one type
    private readonly Tensor? _bias;  // [out], float32

    private Int8Linear(Tensor codes, Tensor scales, Tensor? bias)
        : base(codes.shape[1], codes.shape[0]) => (_codes, _scales, _bias) = (codes, scales, bias);

    public override long Bytes => _codes.numel() + 2 * _scales.numel();

    public IEnumerable<Tensor> Tensors => [_codes, _scales];

    /// <summary>Takes over rows that are 8 bits already.</summary>
    public static Int8Linear Adopt(Q8Rows rows, Tensor? bias) => new(rows.Codes.DetachFromDisposeScope(), rows.Scales.DetachFromDisposeScope(), bias);

    /// <summary>Quantises rows to the nearest of 255 levels, symmetric around zero; the scale is the one the product will use.</summary>
    public static Int8Linear Quantise(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        return Adopt(Q8Rows.Of(weight), bias);
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
        var rows = flat ? x : x.reshape(-1, InFeatures);                           // [M, in]
        var y = rows.shape[0] > FewRows ? InParts(rows) : TorchOps.Int8Product(rows.to(ScalarType.BFloat16), _codes, _scales).to(ScalarType.Float32); // [M, out]
        return flat ? y : y.view([.. x.shape[..^1], OutFeatures]);                 // [..., out]
    }

    // libtorch's product is made for few rows: it turns every code into a float anew for every four of them. For many, each is turned once, in float32,
    // and a part of the matrix at a time, so that never more than a few megabytes of it stand in floats.
    private Tensor InParts(Tensor rows)
    {
        var count = Math.Max(1, ValuesAtOnce / InFeatures);
        var y = rows.new_empty([rows.shape[0], OutFeatures]);                      // [M, out]
        for (long start = 0; start < OutFeatures; start += count)
        {
            using var scope = NewDisposeScope();
            var part = Widened(start, Math.Min(count, OutFeatures - start));       // [part, in]
            y.narrow(1, start, part.shape[0]).copy_(rows.matmul(part.t()));
        }

        return y;
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor g)
    {
        using var widened = Widened(0, OutFeatures); // [out, in]
        return g.matmul(widened);                    // [M, in]
    }

    private Tensor Widened(long start, long count)
    {
        using var scope = NewDisposeScope();
        var scales = _scales.narrow(0, start, count).to(ScalarType.Float32).unsqueeze(1);                                  // [part, 1]
        return _codes.narrow(0, start, count).to(ScalarType.Float32).mul_(scales).MoveToOuterDisposeScope();              // [part, in]
    }
}
