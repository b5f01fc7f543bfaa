using System.Globalization;
using System.Text.Json;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Metrics;

/// <summary>One file of recorded metric values: its cases, its tolerance, and the list of what did not agree.</summary>
/// <remarks>Where a value stands as null or as {"error", …} the reference gives none; ours must then be null or NaN.</remarks>
internal sealed class MetricFixture : IDisposable
{
    private const int Shown = 20;
    private readonly JsonDocument _document;
    private readonly List<string> _mismatches = [];
    private readonly string _name;
    private int _compared;

    private MetricFixture(string name, JsonDocument document)
    {
        (_name, _document) = (name, document);
        Absolute = Tolerance("tolerance") ?? Tolerance("tolerance_absolute") ?? 0;
        Relative = Tolerance("tolerance_relative") ?? 0;
    }

    public double Absolute { get; }

    public double Relative { get; private set; }

    public JsonElement Root => _document.RootElement;

    /// <summary>Opens a file of the metrics folder; skips the running test where it is absent.</summary>
    /// <param name="name">File name.</param>
    /// <param name="area">Folder.</param>
    /// <param name="relative">A relative tolerance that the README states for single cases; else the file's.</param>
    public static MetricFixture Open(string name, string area = "metrics", double? relative = null)
    {
        var fixture = new MetricFixture(name, Fixtures.Json(area, name));
        if (relative is { } value) fixture.Relative = value;
        return fixture;
    }

    /// <summary>The cases of a member; none where this root lacks it.</summary>
    public IEnumerable<JsonElement> Cases(string member) =>
        Root.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>Compares a number (or a missing one) at the file's tolerance.</summary>
    public void Number(JsonElement @case, string member, double? actual, string? what = null)
    {
        if (@case.ValueKind == JsonValueKind.Object && @case.TryGetProperty(member, out var expected))
            Number(expected, actual, what ?? $"{member} of {Describe(@case)}");
    }

    public void Number(JsonElement expected, double? actual, string what)
    {
        _compared++;
        double? value = Parse(expected);
        bool same = value is null || double.IsNaN(value.Value)
            ? actual is null || double.IsNaN(actual.Value)
            : actual is { } a && (a.Equals(value.Value) || Math.Abs(a - value.Value) <= Math.Max(Absolute, Relative * Math.Abs(value.Value)));
        if (!same) _mismatches.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected.GetRawText()}, got {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}"));
    }

    /// <summary>Compares a list of numbers, element by element, where the case has the member.</summary>
    public void Numbers(JsonElement @case, string member, IEnumerable<double>? actual, string what)
    {
        if (@case.ValueKind == JsonValueKind.Object && @case.TryGetProperty(member, out var expected)) Numbers(expected, actual, what);
    }

    /// <summary>Compares a list of numbers, element by element.</summary>
    public void Numbers(JsonElement expected, IEnumerable<double>? actual, string what)
    {
        if (expected.ValueKind != JsonValueKind.Array)
        {
            Number(expected, actual?.FirstOrDefault(), what);
            return;
        }
        double[]? values = actual?.ToArray();
        int count = expected.GetArrayLength();
        if (values?.Length != count) _mismatches.Add($"{what}: expected {count} numbers, got {values?.Length}");
        else for (int i = 0; i < count; i++) Number(expected[i], values[i], $"{what}[{i}]");
    }

    /// <summary>Compares anything exactly.</summary>
    public void Equal<T>(T expected, T actual, string what)
    {
        _compared++;
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) _mismatches.Add($"{what}: expected {expected}, got {actual}");
    }

    /// <summary>Fails with all that differed; skips where nothing was there to compare.</summary>
    public void Verify()
    {
        Assert.True(_mismatches.Count == 0, $"{_mismatches.Count} of {_compared} values of {_name} differ:\n{string.Join('\n', _mismatches.Take(Shown))}");
        Assert.SkipWhen(_compared == 0, $"{_name} holds no such case.");
    }

    public void Dispose() => _document.Dispose();

    /// <summary>The number of a JSON value: null for null and for {"error"}; NaN and the infinities from their names.</summary>
    public static double? Parse(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        },
        _ => null,
    };

    public static string Describe(JsonElement @case)
    {
        string text = @case.GetRawText();
        return text.Length <= 160 ? text : text[..160] + "…";
    }

    private double? Tolerance(string name) => Root.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}

internal static class JsonElementExtensions
{
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static string? TextOrNull(this JsonElement element, string member) => element.GetProperty(member).GetString();

    public static string[] Texts(this JsonElement element, string member) => element.GetProperty(member).Texts();

    public static string[] Texts(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetString()!)];

    public static double[] Doubles(this JsonElement element, string member) => element.GetProperty(member).Doubles();

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(e => MetricFixture.Parse(e) ?? double.NaN)];

    public static int Int(this JsonElement element, string member) => element.GetProperty(member).GetInt32();

    public static int[] Ints(this JsonElement element, string member) => element.GetProperty(member).Ints();

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt32())];

    public static JsonElement? Maybe(this JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value : null;
}
