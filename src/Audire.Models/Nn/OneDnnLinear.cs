using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer whose weights, float32 or bfloat16, are in oneDNN's layout: for inference, where no gradient asks for the matrix in rows.</summary>
/// <remarks>A gradient does get through, by unpacking the matrix for the call; see <see cref="WeightOptions.ForTraining"/>.</remarks>
internal sealed class OneDnnLinear : Linear, IPackedLinear, IFrozenMatrix, IMergeable
{
    private readonly Tensor? _bias; // [out], float32
    private Tensor _packed;         // [out, in], opaque

    private OneDnnLinear(Tensor packed, Tensor? bias)
        : base(packed.shape[1], packed.shape[0]) => (_packed, _bias) = (packed, bias);

    public override long Bytes => _packed.numel() * _packed.element_size();

    public IEnumerable<Tensor> Tensors => [_packed];

    internal override ProductParts? RowProduct => new ProductParts(_packed, null, null, _bias);

    /// <summary>Packs a matrix.</summary>
    /// <param name="weight">[out, in], float32 or bfloat16; not needed afterwards.</param>
    /// <param name="bias">[out], float32.</param>
    public static OneDnnLinear Pack(Tensor weight, Tensor? bias) => new(OneDnn.Pack(weight).DetachFromDisposeScope(), bias);

    public override Tensor Forward(Tensor x)
    {
        if (!x.requires_grad || !is_grad_enabled()) return OneDnn.Multiply(x, _packed, _bias); // [..., out]
        var y = FrozenProduct.Run(x, this);                                                    // [..., out]
        return _bias is null ? y : y.add_(_bias);
    }

    /// <inheritdoc/>
    public Tensor Product(Tensor x) => OneDnn.Multiply(x, _packed, bias: null);                // [..., out]

    /// <inheritdoc/>
    public Tensor Gradient(Tensor g)
    {
        using var matrix = Dense();                                                            // [out, in]
        return MatrixProduct.Of(g, matrix);                                                            // [M, in]
    }

    /// <inheritdoc/>
    public Tensor Dense()
    {
        using var rows = OneDnn.Unpack(_packed);
        return rows.to(ScalarType.Float32, copy: true);                                        // [out, in]
    }

    /// <inheritdoc/>
    public IDisposable Replace(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var (own, other) = (_packed, OneDnn.Pack(matrix.to(_packed.dtype)).DetachFromDisposeScope());
        _packed = other;
        return new Replacement(() =>
        {
            _packed = own;
            other.Dispose();
        });
    }
}
