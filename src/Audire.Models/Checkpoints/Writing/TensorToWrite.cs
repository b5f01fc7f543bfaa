using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Writing;

/// <summary>A tensor on its way into a file.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Type">How it is to be stored; the values are converted, rounded to nearest, or quantised.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Load">
/// Gives the values when their turn comes, owned by the dispose scope it is called in; called once. For a quantised type it may give the
/// finished blocks instead, uint8 [rows, bytes a row]: they are written as they are.
/// </param>
public sealed record TensorToWrite(string Name, ElementType Type, long[] Shape, Func<Tensor> Load)
{
    /// <summary>Bytes it takes in the file.</summary>
    /// <exception cref="InvalidOperationException">The shape is no whole number of blocks a row, or too large.</exception>
    public long Bytes => Columns % Type.BlockValues() != 0
        ? throw new InvalidOperationException($"Tensor '{Name}' has rows of {Columns} values, no whole number of {Type.Label()} blocks.")
        : TensorSize.Elements(Shape) is { } elements && TensorSize.Bytes(Type, elements) is { } bytes ? bytes
        : throw new InvalidOperationException($"Tensor '{Name}' has a size that passes 64 bits.");

    private long Columns => Shape.Length == 0 ? 1 : Shape[^1];
}
