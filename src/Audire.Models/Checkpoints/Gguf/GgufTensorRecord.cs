namespace Audire.Models.Checkpoints.Gguf;

/// <summary>Reads one tensor record of a header: name, dimensions (innermost first in the file), type, offset within the data section.</summary>
internal static class GgufTensorRecord
{
    public static (TensorEntry Entry, ulong Offset) Read(TensorFile file, ByteCursor cursor, GgufValueReader values)
    {
        var name = values.TensorName();
        var rank = cursor.U32();
        if (rank is 0 or > GgufHeader.MaxDimensions) throw Fault(CheckpointFault.BadDims, $"has {rank} dimensions, not 1 to {GgufHeader.MaxDimensions}");
        var shape = new long[rank];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            var dimension = cursor.U64();
            if (dimension == 0) throw Fault(CheckpointFault.BadDims, "has a dimension of 0");
            shape[d] = dimension <= long.MaxValue ? (long)dimension : throw Overflow();
        }
        var number = cursor.U32();
        var type = GgmlTypes.Parse(number) ?? throw Fault(CheckpointFault.UnknownType, $"has the element type {number}, which is not read here");
        var bytes = TensorSize.Bytes(type, TensorSize.Elements(shape) ?? throw Overflow()) ?? throw Overflow();
        if (shape[^1] % type.BlockValues() != 0)
            throw Fault(CheckpointFault.BlockMismatch, $"has rows of {shape[^1]} values, no whole number of {type.Label()} blocks of {type.BlockValues()}");
        return (new(name, type, shape, bytes), cursor.U64());

        CheckpointException Fault(CheckpointFault kind, string reason) => new(file.Path, name, kind, reason);
        CheckpointException Overflow() => Fault(CheckpointFault.SizeOverflow, "has a shape whose size passes 64 bits");
    }
}
