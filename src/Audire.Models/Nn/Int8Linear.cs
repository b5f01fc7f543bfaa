using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer with 8-bit weights and one scale a row: W ≈ q·s.</summary>
/// <remarks>
/// Held column by column, in parts of some hundred outputs: y is then a sum of the columns, each times one number of x, which is what
/// <see cref="TorchOps.WeightedSums"/> reads at the speed of memory. libtorch's own product of 8-bit rows waits for each of them, at less than half of it.
/// </remarks>
internal sealed class Int8Linear : Linear, IPackedLinear, IFrozenMatrix
{
    private const long FewRows = 16;
    private const long ValuesAtOnce = 4 << 20;
    private const long Widest = 256;    // outputs of a part: as many sums as the vector registers hold
    private const long Lane = 16;
    private const long EvenBelow = 16;  // as few parts as this are made even, for two threads to share
    private const float Middle = 128;   // a byte is a code above this
    private const long Ends = 8;        // bytes behind each row of the table, which the kernel asks for: the row's own scale, 1, and offset, -128

    private readonly Tensor _table;   // [parts·in, width + 8], uint8
    private readonly Tensor _scales;  // [parts, width], float32; zero behind the last output
    private readonly Tensor? _bias;   // [out], float32
    private readonly BagOrder _order;
    private readonly long _parts;
    private readonly long _width;
    private readonly bool _padded;
    private readonly bool _onCpu;

    private Int8Linear(Tensor codes, Tensor scales, Tensor? bias)
        : base(codes.shape[1], codes.shape[0])
    {
        _bias = bias;
        (_parts, _width) = Split(OutFeatures);
        using var scope = NewDisposeScope();
        var padding = _parts * _width - OutFeatures;
        var device = codes.device;
        (_padded, _onCpu) = (padding > 0, device.type == TorchSharp.DeviceType.CPU);
        var bytes = codes.to(ScalarType.Byte).add_((byte)Middle);                                                      // [out, in], modulo 256
        if (_padded) bytes = nn.functional.pad(bytes, [0, 0, 0, padding], value: Middle);                              // [parts·width, in]
        var table = empty([_parts, InFeatures, _width + Ends], ScalarType.Byte, device);                               // [parts, in, width + 8]
        table.narrow(2, 0, _width).copy_(bytes.view(_parts, _width, InFeatures).transpose(1, 2));
        table.narrow(2, _width, Ends).copy_(tensor([.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-Middle)], ScalarType.Byte, device));
        _table = table.view(_parts * InFeatures, _width + Ends).DetachFromDisposeScope();
        _scales = nn.functional.pad(scales.to(ScalarType.Float32), [0, padding]).view(_parts, _width).DetachFromDisposeScope();
        _order = BagOrder.Of(_parts, InFeatures, device);
    }

    public override long Bytes => BytesOf(OutFeatures, InFeatures);

    public IEnumerable<Tensor> Tensors => [_table, _scales];

    /// <summary>Bytes that a matrix takes: codes, eight bytes a row of the table, and scales in float32.</summary>
    public static long BytesOf(long outFeatures, long inFeatures)
    {
        var (parts, width) = Split(outFeatures);
        return parts * ((inFeatures * (width + Ends)) + (4 * width));
    }

    /// <summary>Takes over rows that are 8 bits already.</summary>
    public static Int8Linear Adopt(Q8Rows rows, Tensor? bias) => new(rows.Codes, rows.Scales, bias);

    /// <summary>Quantises rows to the nearest of 255 levels, symmetric around zero.</summary>
    public static Int8Linear Quantise(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        return Adopt(Q8Rows.Of(weight), bias);
    }

    internal override ProductParts? RowProduct => _onCpu ? new ProductParts(_table, _scales, _order, _bias) : null;

    public override Tensor Forward(Tensor x)
    {
        var y = FrozenProduct.Run(x, this); // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }

    /// <inheritdoc/>
    public Tensor Product(Tensor x)
    {
        var flat = x.dim() == 2;
        var rows = flat ? x : x.reshape(-1, InFeatures);                              // [M, in]
        var count = RowsOf(rows);
        var sums = _onCpu && count <= FewRows
            ? TorchOps.WeightedSums(rows, count == 1, _table, _order, _scales)        // [M, parts·width]
            : InParts(rows);
        var y = _padded ? sums.narrow(1, 0, OutFeatures).clone() : sums;              // [M, out]
        return flat ? y : y.reshape([.. x.shape[..^1], OutFeatures]);                 // [..., out]
    }

    // For many rows each byte is made a float once, a few parts at a time, so that never more than some megabytes of them stand in floats.
    private Tensor InParts(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var pieces = new List<Tensor>();
        ForEachPiece((floats, _) => pieces.Add(MatrixProduct.Of(rows, floats).MoveToOuterDisposeScope())); // [M, some·width]
        var y = pieces.Count == 1 ? pieces[0] : cat(pieces, 1);                        // [M, parts·width]
        var middle = rows.sum(1, keepdim: true).mul_(Middle);                          // [M, 1]
        return y.sub_(middle).mul_(_scales.view(1, -1)).MoveToOuterDisposeScope();     // [M, parts·width]
    }

    /// <inheritdoc/>
    public Tensor Gradient(Tensor g)
    {
        using var scope = NewDisposeScope();
        var scaled = nn.functional.pad(g, [0, _parts * _width - OutFeatures]).mul(_scales.view(1, -1)); // [M, parts·width]
        var sum = scaled.sum(1, keepdim: true).mul(-Middle).expand(-1, InFeatures).clone();             // [M, in]
        ForEachPiece((floats, first) => sum.add_(MatrixProduct.Of(scaled.narrow(1, first, floats.shape[1]), floats.t())));
        return sum.MoveToOuterDisposeScope();                                                           // [M, in]
    }

    // The bytes as floats, [in, some parts·width], and the first of those outputs.
    private void ForEachPiece(Action<Tensor, long> use)
    {
        using var bytes = _table.view(_parts, InFeatures, _width + Ends);              // [parts, in, width + 8]
        var count = Math.Max(1, ValuesAtOnce / (InFeatures * _width));
        for (long first = 0; first < _parts; first += count)
        {
            using var scope = NewDisposeScope();
            var piece = bytes.narrow(0, first, Math.Min(count, _parts - first)).narrow(2, 0, _width).transpose(0, 1); // [in, some, width]
            use(empty(piece.shape, ScalarType.Float32, piece.device).copy_(piece).view(InFeatures, -1), first * _width); // [in, some·width]
        }
    }

    private static (long Parts, long Width) Split(long outFeatures)
    {
        var parts = Up(outFeatures, Widest);
        if (parts < EvenBelow) parts += parts % 2;
        return (parts, Up(Up(outFeatures, parts), Lane) * Lane);

        static long Up(long value, long unit) => (value + unit - 1) / unit;
    }
}
