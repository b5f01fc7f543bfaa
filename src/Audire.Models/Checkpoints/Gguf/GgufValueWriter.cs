using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Audire.Models.Checkpoints.Gguf;

/// <summary>Collects the bytes of a header: numbers, texts, typed metadata values.</summary>
internal sealed class GgufValueWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public long Length => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Text(string text)
    {
        U64((ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    public void Zeros(long count) => _bytes.Write(new byte[count]);

    /// <summary>The type's number, then the value.</summary>
    public void Value(MetadataValue value)
    {
        U32((uint)TypeOf(value.Value));
        Payload(value.Value);
    }

    private void Payload(object value)
    {
        switch (value)
        {
            case byte number: U8(number); break;
            case sbyte number: U8((byte)number); break;
            case bool truth: U8((byte)(truth ? 1 : 0)); break;
            case ushort number: U16(number); break;
            case short number: U16((ushort)number); break;
            case uint number: U32(number); break;
            case int number: U32((uint)number); break;
            case float number: U32(BitConverter.SingleToUInt32Bits(number)); break;
            case ulong number: U64(number); break;
            case long number: U64((ulong)number); break;
            case double number: U64(BitConverter.DoubleToUInt64Bits(number)); break;
            case string text: Text(text); break;
            case Array array:
                U32((uint)TypeOf(array.GetType().GetElementType()!));
                U64((ulong)array.Length);
                foreach (var item in array) Payload(item is MetadataValue nested ? nested.Value : item);
                break;
        }
    }

    private void U8(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(2), value);
        _bytes.Advance(2);
    }

    private static GgufValueType TypeOf(object value) => value is Array ? GgufValueType.Array : TypeOf(value.GetType());

    private static GgufValueType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => GgufValueType.U8,
        TypeCode.SByte => GgufValueType.I8,
        TypeCode.UInt16 => GgufValueType.U16,
        TypeCode.Int16 => GgufValueType.I16,
        TypeCode.UInt32 => GgufValueType.U32,
        TypeCode.Int32 => GgufValueType.I32,
        TypeCode.Single => GgufValueType.F32,
        TypeCode.Boolean => GgufValueType.Bool,
        TypeCode.String => GgufValueType.Text,
        TypeCode.UInt64 => GgufValueType.U64,
        TypeCode.Int64 => GgufValueType.I64,
        TypeCode.Double => GgufValueType.F64,
        _ => GgufValueType.Array, // of MetadataValue, which nest arrays only
    };
}
