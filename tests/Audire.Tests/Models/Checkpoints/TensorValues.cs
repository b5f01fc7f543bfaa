using System.Text.Json;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Compares loaded tensors with recorded values, bit for bit.</summary>
internal static class TensorValues
{
    /// <summary>What differs, in words; null where every value is equal (NaN equal to NaN, 0 not to -0).</summary>
    public static string? Difference(Tensor actual, JsonElement values)
    {
        if (actual.numel() != values.GetArrayLength()) return $"{actual.numel()} values, not {values.GetArrayLength()}";
        using var scope = NewDisposeScope();
        var flat = actual.reshape(-1);
        if (actual.dtype is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16)
        {
            var got = flat.to(ScalarType.Float64).data<double>().ToArray();
            return First(got, [.. values.EnumerateArray().Select(Number)]);
        }
        if (actual.dtype == ScalarType.Bool) return First(flat.data<bool>().ToArray(), [.. values.EnumerateArray().Select(value => value.GetBoolean())]);
        return First(flat.to(ScalarType.Int64).data<long>().ToArray(), [.. values.EnumerateArray().Select(value => value.GetInt64())]);
    }

    /// <summary>What differs between two tensors of one shape and type; null where nothing does.</summary>
    public static string? Difference(Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape)) return $"shape [{string.Join(',', actual.shape)}], not [{string.Join(',', expected.shape)}]";
        if (actual.dtype != expected.dtype) return $"{actual.dtype}, not {expected.dtype}";
        using var scope = NewDisposeScope();
        return First(actual.contiguous().reshape(-1).clone().bytes.ToArray(), expected.contiguous().reshape(-1).clone().bytes.ToArray());
    }

    private static double Number(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.GetDouble()
        : value.GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, var other => throw new FormatException(other) };

    private static string? First<T>(T[] actual, T[] expected)
    {
        for (var i = 0; i < actual.Length; i++)
            if (!EqualityComparer<T>.Default.Equals(actual[i], expected[i]) || (actual[i] is 0.0 && double.IsNegative((double)(object)actual[i]!) != double.IsNegative((double)(object)expected[i]!)))
                return $"value {i} is {actual[i]}, not {expected[i]}";
        return null;
    }
}
