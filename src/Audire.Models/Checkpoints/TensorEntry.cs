namespace Audire.Models.Checkpoints;

/// <summary>One tensor of a checkpoint, described without reading it.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Row-major, outermost dimension first; empty for a scalar. Not to be changed.</param>
/// <param name="Bytes">Bytes of its values in the file; for a view on a larger storage the bytes its elements would fill.</param>
public sealed record TensorEntry(string Name, ElementType Type, long[] Shape, long Bytes)
{
    /// <summary>Number of values.</summary>
    public long Elements => Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Values in a row: the last dimension; 1 for a scalar.</summary>
    public long Columns => Shape.Length == 0 ? 1 : Shape[^1];
}
