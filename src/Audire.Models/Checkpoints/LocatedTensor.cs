using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>A dense row-major tensor at a byte offset of a file.</summary>
internal sealed record LocatedTensor(TensorFile File, TensorEntry Entry, long Offset)
{
    public Tensor Load() => PlainTensors.Load(File.Path, Entry, (bits, width) => File.View(bits, width, Offset, Entry.Shape, Strides.RowMajor(Entry.Shape)));

    /// <summary>The bytes as uint8, [rows, bytes a row].</summary>
    public Tensor LoadBytes()
    {
        var width = Entry.Columns / Entry.Type.BlockValues() * Entry.Type.BlockBytes();
        var rows = Entry.Shape.Length == 0 ? 1 : TensorSize.Elements(Entry.Shape.AsSpan(0, Entry.Shape.Length - 1)) ?? 0;
        long[] shape = [rows, width];
        return File.View(ScalarType.Byte, 1, Offset, shape, Strides.RowMajor(shape));
    }
}
