using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer of half-precision weights in FBGEMM's layout, with activations in float32: for inference, on processors that have it.</summary>
/// <remarks>A gradient does get through, by unpacking the matrix for the call; see <see cref="WeightOptions.ForTraining"/>.</remarks>
internal sealed class HalfLinear : Linear, IFrozenMatrix, IMergeable
{
    private readonly HalfMatrices _matrices;
    private readonly HalfMatrix _matrix;
    private readonly Tensor? _bias; // [out], float32

    /// <summary>Packs a matrix.</summary>
    /// <param name="matrices">Where the model keeps such matrices.</param>
    /// <param name="weight">[out, in], floats; not needed afterwards.</param>
    /// <param name="bias">[out], float32; null for none.</param>
    public HalfLinear(HalfMatrices matrices, Tensor weight, Tensor? bias)
        : base(weight.shape[1], weight.shape[0]) => (_matrices, _matrix, _bias) = (matrices, matrices.Add(weight, bias), bias);

    public override long Bytes => 2 * InFeatures * OutFeatures;

    // A matrix in pieces is a head, or belongs to layers so wide that calls cost nothing beside their products.
    internal override ProductParts? RowProduct => _matrix.Pieces == 1 ? new ProductParts(_matrix.Number, null, null, null, _matrices.Program) : null;

    public override Tensor Forward(Tensor x) => FrozenProduct.Run(x, this);          // [..., out]

    /// <inheritdoc/>
    /// <remarks>With the bias, which no gradient asks about.</remarks>
    public Tensor Product(Tensor x) => _matrices.Multiply(x, _matrix);               // [..., out]

    /// <inheritdoc/>
    public Tensor Gradient(Tensor g)
    {
        using var matrix = Dense();                                                  // [out, in]
        return MatrixProduct.Of(g, matrix);                                           // [M, in]
    }

    /// <inheritdoc/>
    public Tensor Dense() => _matrices.Unpack(_matrix);                              // [out, in]

    /// <inheritdoc/>
    public IDisposable Replace(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var own = Dense().to(ScalarType.Float16).DetachFromDisposeScope();           // [out, in]
        _matrices.Replace(_matrix, matrix, _bias);
        return new Replacement(() =>
        {
            _matrices.Replace(_matrix, own, _bias);
            own.Dispose();
        });
    }
}
