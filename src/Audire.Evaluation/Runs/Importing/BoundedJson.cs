using System.Text.Json;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs.Importing;

/// <summary>JSON files of other programs: read with bounds, and every wrong field told with its place.</summary>
internal static class BoundedJson
{
    /// <summary>The largest file that is read: a thousand instances with long prompts have a few per cent of it.</summary>
    public const int MaxBytes = 512 << 20;

    /// <summary>The longest text of one field.</summary>
    public const int MaxText = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The document in a file. Dispose it.</summary>
    /// <exception cref="RunException">It is absent, too large, or no JSON.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes) throw new RunException($"{path} has {stream.Length} bytes; at most {MaxBytes} are read.");
            return JsonDocument.Parse(stream, Options);
        }
        catch (JsonException e)
        {
            throw new RunException($"{path} is no JSON: {e.Message.TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException(File.Exists(path) ? $"{path} cannot be read: {e.Message.TrimEnd('.')}." : $"There is no file {path}.", e);
        }
    }

    /// <summary>A member that must be there.</summary>
    public static JsonElement Require(this JsonElement element, string name, JsonValueKind kind, string where) => element.Optional(name, kind, where)
        ?? throw new RunException($"{where}: '{name}' is missing.");

    /// <summary>A member that may be absent or null.</summary>
    public static JsonElement? Optional(this JsonElement element, string name, JsonValueKind kind, string where)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new RunException($"{where}: an object was expected, and {Describe(element.ValueKind)} was found.");
        if (!element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        bool fits = member.ValueKind == kind || (kind == JsonValueKind.True && member.ValueKind == JsonValueKind.False);
        return fits ? member : throw new RunException($"{where}: '{name}' must be {Describe(kind)}, and is {Describe(member.ValueKind)}.");
    }

    /// <summary>A text that must be there.</summary>
    public static string RequireText(this JsonElement element, string name, string where) => Text(element.Require(name, JsonValueKind.String, where), where);

    /// <summary>A text that may be absent.</summary>
    public static string? OptionalText(this JsonElement element, string name, string where) =>
        element.Optional(name, JsonValueKind.String, where) is { } member ? Text(member, where) : null;

    /// <summary>A number that may be absent.</summary>
    public static double? OptionalNumber(this JsonElement element, string name, string where) =>
        element.Optional(name, JsonValueKind.Number, where) is { } member && member.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A text.</summary>
    public static string Text(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.String) throw new RunException($"{where}: a text was expected, and {Describe(element.ValueKind)} was found.");
        var text = element.GetString()!;
        return text.Length <= MaxText ? text : throw new RunException($"{where}: a text of {text.Length} characters ('{SafePath.Shorten(text)}'); at most {MaxText} are read.");
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };
}
