using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Audire.Tests.Audio;

/// <summary>The float32 tensors of a recorded safetensors file; written apart from the product's reader, so that these tests lean on nothing they do not test.</summary>
internal sealed class RecordedTensors(string path)
{
    private readonly byte[] _file = File.ReadAllBytes(path);

    public RecordedTensor this[string name]
    {
        get
        {
            var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(_file);
            using var header = JsonDocument.Parse(_file.AsMemory(8, headerLength));
            var entry = header.RootElement.GetProperty(name);
            if (entry.GetProperty("dtype").GetString() != "F32") throw new InvalidDataException($"{path}: {name} is not F32.");
            int[] span = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(x => x.GetInt32())];
            var values = MemoryMarshal.Cast<byte, float>(_file.AsSpan(8 + headerLength + span[0], span[1] - span[0])).ToArray();
            return new([.. entry.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())], values);
        }
    }
}

internal sealed record RecordedTensor(int[] Shape, float[] Values)
{
    /// <summary>Row <paramref name="index"/> of a matrix.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Shape[1], Shape[1]);
}
