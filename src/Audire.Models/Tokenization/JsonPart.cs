using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Audire.Models.Tokenization;

/// <summary>A value in a JSON file that nobody vouches for, with its path, so that every complaint says where.</summary>
/// <remarks>Paths are put together only when there is something to complain about: vocabularies have hundreds of thousands of values.</remarks>
internal readonly struct JsonPart
{
    private readonly string _source;
    private readonly string _parent;
    private readonly object? _key; // a member's name, an item's index, or null for the root
    private readonly JsonElement _value;

    private JsonPart(string source, string parent, object? key, JsonElement value) =>
        (_source, _parent, _key, _value) = (source, parent, key, value);

    /// <summary>The value of a whole file.</summary>
    public static JsonPart Root(string source, JsonElement value) => new(source, "the file", null, value);

    /// <summary>The file, for messages.</summary>
    public string Source => _source;

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => _value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the value is a string.</summary>
    public bool IsText => _value.ValueKind == JsonValueKind.String;

    /// <summary>Whether the value is an array.</summary>
    public bool IsList => _value.ValueKind == JsonValueKind.Array;

    /// <summary>The value itself, where its JSON text is short enough.</summary>
    public JsonPart NoLongerThan(int bytes) => JsonMarshal.GetRawUtf8Value(_value).Length is var length && length <= bytes
        ? this : throw Wrong($"has {length} bytes; {bytes} are accepted");

    /// <summary>A member that may be absent or null.</summary>
    public JsonPart? Optional(string name) =>
        Expect(JsonValueKind.Object, "an object").TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonPart(_source, Path, name, member) : null;

    /// <summary>A member that must be there.</summary>
    public JsonPart Required(string name) => Optional(name) ?? throw Wrong($"lacks \"{name}\"");

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members()
    {
        var path = Path;
        foreach (var member in Expect(JsonValueKind.Object, "an object").EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException error)
            {
                throw NotUnicode("has a name", error);
            }
            yield return (name, new JsonPart(_source, path, name, member.Value));
        }
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonPart> Items()
    {
        var index = 0;
        var path = Path;
        foreach (var item in Expect(JsonValueKind.Array, "an array").EnumerateArray())
            yield return new JsonPart(_source, path, index++, item);
    }

    /// <summary>The value as text.</summary>
    public string Text()
    {
        try
        {
            return Expect(JsonValueKind.String, "a string").GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw NotUnicode("is a string", error);
        }
    }

    /// <summary>The value as a whole number.</summary>
    public int Integer() => Expect(JsonValueKind.Number, "a number").TryGetInt32(out var number)
        ? number : throw Wrong($"is {Vocabulary.Shorten(_value.GetRawText())}, which is no 32-bit whole number");

    /// <summary>A text member, or the default where it is absent or null.</summary>
    public string? Text(string name) => Optional(name)?.Text();

    /// <summary>A true-or-false member, or the default where it is absent or null.</summary>
    public bool Flag(string name, bool absent) => Optional(name) is { } member ? member.Flag() : absent;

    /// <summary>An exception about this value: "FILE: PATH PROBLEM."</summary>
    public TokenizerException Wrong(string problem) => new($"{_source}: {Path} {problem}.");

    private string Path => _key switch
    {
        null => _parent,
        int index => string.Create(CultureInfo.InvariantCulture, $"{_parent}[{index}]"),
        _ => $"{(_parent == "the file" ? "" : _parent + ".")}{Vocabulary.Shorten((string)_key)}",
    };

    // An escape may write half a character.
    private TokenizerException NotUnicode(string what, InvalidOperationException error) => new($"{_source}: {Path} {what} that is not valid Unicode.", error);

    private bool Flag() => _value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? _value.GetBoolean() : throw Wrong($"is {Kind(_value.ValueKind)}; true or false was expected");

    private JsonElement Expect(JsonValueKind kind, string name) =>
        _value.ValueKind == kind ? _value : throw Wrong($"is {Kind(_value.ValueKind)}; {name} was expected");

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
