using System.Text.Json;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>Reads the JSON of a safetensors header token by token: no tree is built, nesting is bounded, nothing unexpected is passed over.</summary>
internal sealed class SafetensorsHeaderParser(string path)
{
    private const string MetadataKey = "__metadata__";

    private readonly Dictionary<string, MetadataValue> _metadata = new(StringComparer.Ordinal);
    private readonly List<SafetensorsRecord> _tensors = [];

    public (Dictionary<string, MetadataValue> Metadata, List<SafetensorsRecord> Tensors) Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            Root(ref reader);
            return (_metadata, _tensors);
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, null, CheckpointFault.BadHeader, $"has a header that is not JSON as the format asks for (byte {e.BytePositionInLine})", e);
        }
    }

    private void Root(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the header is no object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            if (!names.Add(name)) throw new CheckpointException(path, name, CheckpointFault.DuplicateName, "is in the header twice");
            if (name == MetadataKey) Metadata(ref reader);
            else _tensors.Add(Record(ref reader, name));
        }
        // Reading to the end finds whatever follows the object.
        while (reader.Read()) throw Bad("the header goes on after its object");
    }

    private void Metadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the metadata is no object");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader);
            Expect(ref reader, JsonTokenType.String, $"metadata {CheckpointException.Quote(key)} is no text");
            if (!_metadata.TryAdd(key, new(Text(ref reader))))
                throw new CheckpointException(path, null, CheckpointFault.DuplicateKey, $"has metadata {CheckpointException.Quote(key)} twice");
        }
    }

    private SafetensorsRecord Record(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, "is no record", name);
        string? dtype = null;
        List<ulong>? shape = null, offsets = null;
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            switch (Text(ref reader))
            {
                case "dtype" when dtype is null:
                    Expect(ref reader, JsonTokenType.String, "has a dtype that is no text", name);
                    dtype = Text(ref reader);
                    break;
                case "shape" when shape is null: shape = Integers(ref reader, name, "shape"); break;
                case "data_offsets" when offsets is null: offsets = Integers(ref reader, name, "data_offsets"); break;
                case var member: throw Bad($"has a member {CheckpointException.Quote(member)} too many", name);
            }
        }
        if (dtype is null || shape is null || offsets is null) throw Bad("lacks dtype, shape or data_offsets", name);
        return Check(name, dtype, shape, offsets);
    }

    private SafetensorsRecord Check(string name, string dtype, List<ulong> shape, List<ulong> offsets)
    {
        if (SafetensorsTypes.Parse(dtype) is not { } type) throw Fault(CheckpointFault.UnknownDtype, $"has the unknown dtype {CheckpointException.Quote(dtype)}");
        if (shape.Count > TensorSize.MaxDimensions) throw Fault(CheckpointFault.BadDims, $"has {shape.Count} dimensions, more than {TensorSize.MaxDimensions}");
        if (offsets.Count != 2) throw Bad($"has {offsets.Count} data_offsets instead of two", name);
        if (offsets[0] > offsets[1] || offsets[1] > long.MaxValue) throw Fault(CheckpointFault.OffsetOutOfRange, $"lies at the impossible offsets {offsets[0]}..{offsets[1]}");
        if (shape.Exists(dimension => dimension > long.MaxValue)) throw Overflow();
        var dimensions = shape.ConvertAll(dimension => (long)dimension).ToArray();
        var bytes = TensorSize.Bytes(type, TensorSize.Elements(dimensions) ?? throw Overflow()) ?? throw Overflow();
        var (begin, end) = ((long)offsets[0], (long)offsets[1]);
        if (end - begin != bytes) throw Fault(CheckpointFault.SizeMismatch, $"needs {bytes} bytes for its shape and dtype but has {end - begin}");
        return new(new(name, type, dimensions, bytes), begin, end);

        CheckpointException Fault(CheckpointFault kind, string reason) => new(path, name, kind, reason);
        CheckpointException Overflow() => Fault(CheckpointFault.SizeOverflow, "has a shape whose size passes 64 bits");
    }

    private List<ulong> Integers(ref Utf8JsonReader reader, string name, string member)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"has a {member} that is no array", name);
        var integers = new List<ulong>();
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out var integer))
                throw Bad($"has a {member} with something other than unsigned integers", name);
            integers.Add(integer);
        }
        return integers;
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string otherwise, string? tensor = null)
    {
        if (Next(ref reader) != type) throw Bad(otherwise, tensor);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // The bytes are valid UTF-8, so this is an escaped surrogate without its other half.
            throw new CheckpointException(path, null, CheckpointFault.InvalidUtf8, "has a header with an escaped lone surrogate", e);
        }
    }

    private CheckpointException Bad(string reason, string? tensor = null) => new(path, tensor, CheckpointFault.BadHeader, reason);
}
