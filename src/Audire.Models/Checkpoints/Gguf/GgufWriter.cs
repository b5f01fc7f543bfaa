using Audire.Models.Checkpoints.Writing;

namespace Audire.Models.Checkpoints.Gguf;

/// <summary>Writes GGUF files of version 3: plain types, and Q4_0, Q4_1, Q5_0, Q5_1, Q8_0. The same content gives the same bytes.</summary>
public static class GgufWriter
{
    private const uint Version = 3;

    /// <summary>Writes a file, atomically.</summary>
    /// <param name="path">The target; a file there is replaced.</param>
    /// <param name="tensors">In the order they shall stand; names of 1 to 64 bytes that differ, 1 to 4 dimensions of at least 1 (a scalar is written as one value).</param>
    /// <param name="metadata">By key, in the order given. <c>general.alignment</c> (uint32, a power of two) sets the alignment, 32 without it.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <exception cref="ArgumentException">A name, shape or type that the format does not have.</exception>
    /// <exception cref="CheckpointException">The file cannot be written, or values cannot be quantised.</exception>
    public static void Write(string path, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, MetadataValue> metadata, Func<string, Stream>? create = null)
    {
        var alignment = metadata.TryGetValue(GgufHeader.AlignmentKey, out var value) ? value.Value as uint? ?? 0 : GgufHeader.DefaultAlignment;
        if (!uint.IsPow2(alignment)) throw new ArgumentException($"The alignment {value} is no power of two stored as uint32.", nameof(metadata));
        var ordered = tensors.ToList();
        var header = Header(ordered, metadata, alignment);
        AtomicFile.Write(path, Content, create);

        void Content(Stream stream)
        {
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                TensorEncoder.Write(stream, path, tensor);
                stream.Write(new byte[Padding(tensor.Bytes, alignment)]);
            }
        }
    }

    private static byte[] Header(List<TensorToWrite> tensors, IReadOnlyDictionary<string, MetadataValue> metadata, uint alignment)
    {
        var values = new GgufValueWriter();
        values.U32(GgufHeader.Magic);
        values.U32(Version);
        values.U64((ulong)tensors.Count);
        values.U64((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            values.Text(key);
            values.Value(value);
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        long offset = 0;
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name)) throw new ArgumentException($"The tensor name '{tensor.Name}' is taken.", nameof(tensors));
            Record(values, tensor, offset);
            offset += tensor.Bytes + Padding(tensor.Bytes, alignment);
        }
        values.Zeros(Padding(values.Length, alignment));
        return values.ToArray();
    }

    private static void Record(GgufValueWriter values, TensorToWrite tensor, long offset)
    {
        if (tensor.Name.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(tensor.Name) > GgufHeader.MaxName)
            throw new ArgumentException($"GGUF allows tensor names of 1 to {GgufHeader.MaxName} bytes, not '{tensor.Name}'.", nameof(tensor));
        if (tensor.Shape.Length > GgufHeader.MaxDimensions || tensor.Shape.Contains(0))
            throw new ArgumentException($"GGUF holds no tensor of shape [{string.Join(", ", tensor.Shape)}] ('{tensor.Name}').", nameof(tensor));
        var number = GgmlTypes.Number(tensor.Type) ?? throw new ArgumentException($"GGUF holds no {tensor.Type.Label()} ('{tensor.Name}').", nameof(tensor));
        long[] shape = tensor.Shape.Length == 0 ? [1] : tensor.Shape;
        values.Text(tensor.Name);
        values.U32((uint)shape.Length);
        foreach (var dimension in shape.Reverse()) values.U64((ulong)dimension);
        values.U32(number);
        values.U64((ulong)offset);
    }

    private static long Padding(long bytes, uint alignment) => (alignment - bytes % alignment) % alignment;
}
