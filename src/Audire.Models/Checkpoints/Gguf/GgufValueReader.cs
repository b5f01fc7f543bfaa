using System.Text;

namespace Audire.Models.Checkpoints.Gguf;

/// <summary>Reads names and typed metadata values. Lengths are checked against what is left of the file before anything is allocated.</summary>
internal sealed class GgufValueReader(TensorFile file, ByteCursor cursor)
{
    /// <summary>Longest key by the format.</summary>
    private const int MaxKey = 65535;

    /// <summary>Deepest nesting of arrays: honest files have one level.</summary>
    private const int MaxNesting = 8;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Key() => Text("a metadata key", MaxKey, CheckpointFault.StringTooLong);

    public string TensorName()
    {
        var name = Text("a tensor name", GgufHeader.MaxName, CheckpointFault.NameTooLong);
        return name.Length > 0 ? name : throw file.Fault(CheckpointFault.BadName, "has a tensor without a name");
    }

    public MetadataValue Value() => new(Value((GgufValueType)cursor.U32(), 0));

    private object Value(GgufValueType type, int depth) => type switch
    {
        GgufValueType.U8 => cursor.U8(),
        GgufValueType.I8 => (sbyte)cursor.U8(),
        GgufValueType.U16 => cursor.U16(),
        GgufValueType.I16 => (short)cursor.U16(),
        GgufValueType.U32 => cursor.U32(),
        GgufValueType.I32 => (int)cursor.U32(),
        GgufValueType.F32 => cursor.F32(),
        GgufValueType.Bool => Bool(),
        GgufValueType.Text => Text(),
        GgufValueType.Array => Array(depth + 1),
        GgufValueType.U64 => cursor.U64(),
        GgufValueType.I64 => (long)cursor.U64(),
        GgufValueType.F64 => cursor.F64(),
        _ => throw file.Fault(CheckpointFault.BadValueType, $"has a metadata value of the unknown type {(uint)type}"),
    };

    private Array Array(int depth)
    {
        if (depth > MaxNesting) throw file.Fault(CheckpointFault.NestedTooDeep, $"has metadata arrays nested more than {MaxNesting} deep");
        var type = (GgufValueType)cursor.U32();
        var count = cursor.U64();
        if (count > (ulong)cursor.Left / SmallestBytes(type))
            throw file.Fault(CheckpointFault.CountTooLarge, $"has a metadata array that claims {count} values in the {cursor.Left} bytes left");
        return type switch
        {
            GgufValueType.U8 => cursor.Bytes((long)count),
            GgufValueType.I8 => Fill(count, () => (sbyte)cursor.U8()),
            GgufValueType.U16 => Fill(count, cursor.U16),
            GgufValueType.I16 => Fill(count, () => (short)cursor.U16()),
            GgufValueType.U32 => Fill(count, cursor.U32),
            GgufValueType.I32 => Fill(count, () => (int)cursor.U32()),
            GgufValueType.F32 => Fill(count, cursor.F32),
            GgufValueType.Bool => Fill(count, Bool),
            GgufValueType.Text => Fill(count, Text),
            GgufValueType.U64 => Fill(count, cursor.U64),
            GgufValueType.I64 => Fill(count, () => (long)cursor.U64()),
            GgufValueType.F64 => Fill(count, cursor.F64),
            _ => Fill(count, () => new MetadataValue(Array(depth + 1))),
        };
    }

    private static T[] Fill<T>(ulong count, Func<T> next)
    {
        var values = new T[count];
        for (var i = 0; i < values.Length; i++) values[i] = next();
        return values;
    }

    private ulong SmallestBytes(GgufValueType type) => type switch
    {
        GgufValueType.U8 or GgufValueType.I8 or GgufValueType.Bool => 1,
        GgufValueType.U16 or GgufValueType.I16 => 2,
        GgufValueType.U32 or GgufValueType.I32 or GgufValueType.F32 => 4,
        GgufValueType.U64 or GgufValueType.I64 or GgufValueType.F64 or GgufValueType.Text => 8,
        GgufValueType.Array => 12,
        _ => throw file.Fault(CheckpointFault.BadValueType, $"has a metadata array of the unknown type {(uint)type}"),
    };

    private bool Bool() => cursor.U8() switch
    {
        0 => false,
        1 => true,
        var other => throw file.Fault(CheckpointFault.BadValue, $"has a boolean metadata value of {other}"),
    };

    private string Text() => Text("a metadata text", int.MaxValue / 2, CheckpointFault.StringTooLong);

    private string Text(string what, long limit, CheckpointFault overLimit)
    {
        var length = cursor.U64();
        if (length > (ulong)cursor.Left)
        {
            // A length the format allows, in a file that ends too early, speaks of a cut file rather than of a lie.
            throw length <= (ulong)limit && limit <= MaxKey
                ? file.Fault(CheckpointFault.Truncated, $"ends inside {what}")
                : file.Fault(CheckpointFault.StringTooLong, $"has {what} that claims {length} bytes; {cursor.Left} follow");
        }
        if (length > (ulong)limit) throw file.Fault(overLimit, $"has {what} of {length} bytes, more than {limit}");
        try
        {
            return Utf8.GetString(cursor.Bytes((long)length));
        }
        catch (DecoderFallbackException e)
        {
            throw new CheckpointException(file.Path, null, CheckpointFault.InvalidUtf8, $"has {what} that is not UTF-8", e);
        }
    }
}
