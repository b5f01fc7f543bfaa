using System.Globalization;
using System.Text.Json.Nodes;

namespace Audire.Models.Checkpoints;

/// <summary>
/// One value of a checkpoint's metadata with the type it was stored in. Safetensors holds texts only; GGUF every type below. Immutable.
/// </summary>
/// <remarks>
/// <see cref="Value"/> is a string, bool, byte, sbyte, ushort, short, uint, int, ulong, long, float or double, an array of one of these, or
/// an array of <see cref="MetadataValue"/> where arrays nest. The <c>As…</c> members widen numbers and give null for a value of another kind.
/// </remarks>
public sealed class MetadataValue
{
    /// <summary>Wraps a value of one of the types listed at the class.</summary>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public MetadataValue(object value)
    {
        var type = value is Array ? value.GetType().GetElementType()! : value.GetType();
        if (!IsScalar(type) && !(value is MetadataValue[] nested && Array.TrueForAll(nested, item => item.Value is Array)))
            throw new ArgumentException($"Metadata cannot hold a {value.GetType()}.", nameof(value));
        Value = value;
    }

    /// <summary>The value as stored; not to be changed where it is an array.</summary>
    public object Value { get; }

    /// <summary>The text; null where it is none.</summary>
    public string? AsText() => Value as string;

    /// <summary>The truth value; null where it is none.</summary>
    public bool? AsBool() => Value as bool?;

    /// <summary>The integer of any width; null for other kinds and beyond 2^63 - 1.</summary>
    public long? AsInt64() => ToInt64(Value);

    /// <summary>The number, integers included; null for other kinds.</summary>
    public double? AsDouble() => Value is float or double || IsInteger(Value) ? Convert.ToDouble(Value, CultureInfo.InvariantCulture) : null;

    /// <summary>The array of texts; null where it is none.</summary>
    public IReadOnlyList<string>? AsTexts() => Value as string[];

    /// <summary>The array of integers, widened; null where it is none.</summary>
    public IReadOnlyList<long>? AsInt64s()
    {
        if (Value is not Array array || array is string[] or MetadataValue[]) return null;
        var widened = new long[array.Length];
        for (var i = 0; i < widened.Length; i++)
        {
            if (ToInt64(array.GetValue(i)!) is not { } item) return null;
            widened[i] = item;
        }
        return widened;
    }

    /// <summary>The array of numbers as float32; null where it is none.</summary>
    public IReadOnlyList<float>? AsSingles() => Value switch
    {
        float[] singles => singles,
        double[] doubles => Array.ConvertAll(doubles, item => (float)item),
        _ => null,
    };

    /// <summary>The value as JSON; numbers that JSON lacks (infinities, NaN) become texts.</summary>
    public JsonNode ToJson() => Value switch
    {
        Array array => new JsonArray([.. array.Cast<object>().Select(item => item is MetadataValue nested ? nested.ToJson() : Scalar(item))]),
        _ => Scalar(Value),
    };

    /// <inheritdoc/>
    public override string ToString() => ToJson().ToJsonString();

    private static JsonValue Scalar(object value) => value switch
    {
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        float single => float.IsFinite(single) ? JsonValue.Create(single) : JsonValue.Create(single.ToString(CultureInfo.InvariantCulture)),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        ulong large => JsonValue.Create(large),
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private static long? ToInt64(object value) => value switch
    {
        ulong large => large <= long.MaxValue ? (long)large : null,
        _ when IsInteger(value) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsInteger(object value) => value is byte or sbyte or ushort or short or uint or int or ulong or long;

    private static bool IsScalar(Type type) => type == typeof(string) || (type.IsPrimitive && type != typeof(char) && type != typeof(nint) && type != typeof(nuint));
}
