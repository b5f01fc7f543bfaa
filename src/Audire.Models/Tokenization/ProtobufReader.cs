using System.Buffers.Binary;

namespace Audire.Models.Tokenization;

/// <summary>How a protobuf field is laid out.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>Walks the fields of a protobuf message in memory; every length is checked against what is there.</summary>
internal ref struct ProtobufReader(string source, ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field just read.</summary>
    public int Field { get; private set; }

    /// <summary>Its layout.</summary>
    public WireType Wire { get; private set; }

    /// <summary>Its value, where it is a number of any width (floats as their bits).</summary>
    public ulong Number { get; private set; }

    /// <summary>Its content, where it is a string or a message.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Its value as a float.</summary>
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Reads the next field; false at the end.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var key = Varint();
        Field = (int)Math.Min(key >> 3, int.MaxValue);
        Wire = (WireType)(key & 7);
        Number = 0;
        Content = default;
        switch (Wire)
        {
            case WireType.Varint: Number = Varint(); break;
            case WireType.Fixed64: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case WireType.Fixed32: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            case WireType.Bytes: Content = Take(Varint()); break;
            default: throw new TokenizerException($"{source}: the file is no SentencePiece model (field {Field} has wire type {(int)Wire}).");
        }
        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new TokenizerException($"{source}: the file is no SentencePiece model (a number has more than ten bytes).");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw new TokenizerException($"{source}: the file is cut or no SentencePiece model ({count} bytes are announced where {_rest.Length} are left).");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
