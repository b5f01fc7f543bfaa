using System.Text.Json;

namespace Audire.Models.Tokenization;

/// <summary>A value in a JSON file that nobody vouches for, with its path, so that every complaint says where.</summary>
internal readonly struct JsonPart(string source, string path, JsonElement value)
{
    /// <summary>The file, for messages.</summary>
    public string Source => source;

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the value is a string.</summary>
    public bool IsText => value.ValueKind == JsonValueKind.String;

    /// <summary>Whether the value is an array.</summary>
    public bool IsList => value.ValueKind == JsonValueKind.Array;

    /// <summary>A member that may be absent or null.</summary>
    public JsonPart? Optional(string name) =>
        Expect(JsonValueKind.Object, "an object").TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonPart(source, $"{path}.{name}", member) : null;

    /// <summary>A member that must be there.</summary>
    public JsonPart Required(string name) => Optional(name) ?? throw Wrong($"lacks \"{name}\"");

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members()
    {
        foreach (var member in Expect(JsonValueKind.Object, "an object").EnumerateObject())
            yield return (member.Name, new JsonPart(source, $"{path}[\"{Vocabulary.Shorten(member.Name)}\"]", member.Value));
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonPart> Items()
    {
        var index = 0;
        foreach (var item in Expect(JsonValueKind.Array, "an array").EnumerateArray())
            yield return new JsonPart(source, $"{path}[{index++}]", item);
    }

    /// <summary>The value as text.</summary>
    public string Text()
    {
        try
        {
            return Expect(JsonValueKind.String, "a string").GetString()!;
        }
        catch (InvalidOperationException error) // an escaped lone surrogate
        {
            throw new TokenizerException($"{source}: {path} is a string that is not valid Unicode.", error);
        }
    }

    /// <summary>The value as a whole number.</summary>
    public int Integer() => Expect(JsonValueKind.Number, "a number").TryGetInt32(out var number)
        ? number : throw Wrong($"is {Vocabulary.Shorten(value.GetRawText())}, which is no 32-bit whole number");

    /// <summary>A text member, or the default where it is absent or null.</summary>
    public string? Text(string name) => Optional(name)?.Text();

    /// <summary>A true-or-false member, or the default where it is absent or null.</summary>
    public bool Flag(string name, bool absent) => Optional(name) is { } member ? member.Flag() : absent;

    /// <summary>An exception about this value: "FILE: PATH PROBLEM."</summary>
    public TokenizerException Wrong(string problem) => new($"{source}: {path} {problem}.");

    private bool Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean() : throw Wrong($"is {Kind(value.ValueKind)}; true or false was expected");

    private JsonElement Expect(JsonValueKind kind, string name) =>
        value.ValueKind == kind ? value : throw Wrong($"is {Kind(value.ValueKind)}; {name} was expected");

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
