using System.Text.Json;

namespace Audire.Models;

/// <summary>Checked access to the fields of a configuration in JSON: a missing or ill-typed one is named in one sentence.</summary>
/// <param name="json">The object.</param>
/// <param name="origin">The file, for messages.</param>
internal sealed class ConfigReader(JsonElement json, string origin)
{
    private readonly JsonElement _json = json.ValueKind == JsonValueKind.Object ? json : throw new ModelConfigException(origin, "it holds no JSON object");

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Field(name) is not null;

    /// <summary>A text; null where absent.</summary>
    public string? Text(string name) => Field(name) is not { } field ? null
        : field.ValueKind == JsonValueKind.String ? field.GetString() : throw Bad(name, "a text");

    /// <summary>A truth value; null where absent.</summary>
    public bool? Flag(string name) => Field(name) is not { } field ? null
        : field.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.GetBoolean() : throw Bad(name, "true or false");

    /// <summary>A whole number that must be there.</summary>
    public int Whole(string name) => Field(name) is not { } field ? throw new ModelConfigException(origin, $"it lacks '{name}'")
        : field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var number) ? number : throw Bad(name, "a whole number of 32 bits");

    /// <summary>A whole number, or the fallback where absent.</summary>
    public int WholeOr(string name, int fallback) => Has(name) ? Whole(name) : fallback;

    /// <summary>A number, or the fallback where absent.</summary>
    public double NumberOr(string name, double fallback) => Field(name) is not { } field ? fallback
        : field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Bad(name, "a finite number");

    /// <summary>An object; null where absent.</summary>
    public ConfigReader? Object(string name) => Field(name) is { } field ? new ConfigReader(field, $"{origin} ({name})") : null;

    /// <summary>One token id or a list of them; empty where absent.</summary>
    public IReadOnlyList<int> Ids(string name) => Field(name) is not { } field ? []
        : field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(Id)] : [Id(field)];

    /// <summary>A list of texts; empty where absent.</summary>
    public IReadOnlyList<string> Texts(string name) => Field(name) is not { } field ? []
        : field.ValueKind == JsonValueKind.Array && field.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. field.EnumerateArray().Select(item => item.GetString()!)]
        : throw Bad(name, "a list of texts");

    /// <summary>Whether the object has no field.</summary>
    public bool IsEmpty => !_json.EnumerateObject().Any();

    private JsonElement? Field(string name) =>
        _json.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private int Id(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var id) && id >= 0 ? id
        : throw new ModelConfigException(origin, "a token id in it is no whole number from 0");

    private ModelConfigException Bad(string name, string expected) => new(origin, $"'{name}' is {_json.GetProperty(name).GetRawText()}, and must be {expected}");
}
