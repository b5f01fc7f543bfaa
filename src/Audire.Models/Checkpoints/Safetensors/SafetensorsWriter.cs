using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Audire.Models.Checkpoints.Writing;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>Writes safetensors files. The same tensors give the same bytes: larger elements first, then by name, header padded to 8 bytes.</summary>
public static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    /// <summary>Writes a file, atomically.</summary>
    /// <param name="path">The target; a file there is replaced.</param>
    /// <param name="tensors">Names must differ; types must be plain (not quantised).</param>
    /// <param name="metadata">Texts by key; null for none.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null, Func<string, Stream>? create = null)
    {
        // Larger elements first, so that each tensor begins at a multiple of its element size and can be mapped.
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.BlockBytes()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        if (ordered.Find(tensor => tensor.Type.IsQuantised()) is { } quantised)
            throw new ArgumentException($"Tensor '{quantised.Name}': safetensors holds no {quantised.Type.Label()}.", nameof(tensors));
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, Content, create);

        void Content(Stream stream)
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered) TensorEncoder.Write(stream, path, tensor);
        }
    }

    private static byte[] Header(List<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var names = new HashSet<string>(StringComparer.Ordinal);
            long begin = 0;
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name) || tensor.Name == "__metadata__") throw new ArgumentException($"The tensor name '{tensor.Name}' is taken.", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.Label());
                Numbers(json, "shape", tensor.Shape);
                Numbers(json, "data_offsets", [begin, begin += tensor.Bytes]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        var padded = new byte[(buffer.WrittenCount + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment];
        padded.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(padded);
        return padded;
    }

    private static void Numbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
