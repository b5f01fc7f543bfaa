using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Packed;
using Audire.Models.Nn;

namespace Audire.Models.Planning;

/// <summary>What a tensor is to a model, which decides how it is held in memory.</summary>
public enum TensorRole
{
    /// <summary>A matrix of a product, held in the weight type asked for.</summary>
    Matrix,

    /// <summary>An output head: in the weight type asked for, but in no fewer than 8 bits.</summary>
    Head,

    /// <summary>A table of vectors that are looked up: float32, or float16 with every smaller type.</summary>
    Table,

    /// <summary>A table that is the output head too.</summary>
    TiedTable,

    /// <summary>A norm, a bias, a convolution, a table of positions: always float32.</summary>
    Vector,
}

/// <summary>A tensor of a model that is planned and not loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Role">What it is to the model.</param>
public sealed record PlannedTensor(string Name, long[] Shape, TensorRole Role)
{
    /// <summary>Rows of the product that it is made a part of, itself included; its own where it is multiplied alone.</summary>
    public long ProductRows { get; init; } = Shape.Length > 0 ? Shape[0] : 1;

    /// <summary>Number of values.</summary>
    public long Elements => Shape.Aggregate(1L, (product, side) => checked(product * side));

    /// <summary>Bytes in memory when the model is held in a weight type; the rules are those of <see cref="Weights"/>.</summary>
    public long Bytes(WeightType type) => Role switch
    {
        TensorRole.Vector => 4 * Elements,
        TensorRole.Table => Float(type),
        TensorRole.Head => Matrix(type == WeightType.Int4 ? WeightType.Int8 : type),
        TensorRole.TiedTable => Float(type) + type switch
        {
            WeightType.Int8 or WeightType.Int4 => Matrix(WeightType.Int8),
            WeightType.F16 when HalfMatrices.Available => Matrix(type),
            _ => 0,
        },
        _ => Matrix(type),
    };

    private long Float(WeightType type) => Elements * (type == WeightType.F32 ? 4 : 2);

    private long Matrix(WeightType type) => type switch
    {
        WeightType.F32 => 4 * Elements,
        WeightType.F16 or WeightType.BF16 => 2 * Elements,
        // Codes, and for each group a scale and a zero of two bytes.
        WeightType.Int4 when PackedTensors.FitsInt4(Shape) => (Elements / 2) + (4 * Elements / Q4Blocks.Group),
        _ => Int8Linear.BytesOf(ProductRows, Elements / Shape[0]) * Shape[0] / ProductRows,
    };
}
