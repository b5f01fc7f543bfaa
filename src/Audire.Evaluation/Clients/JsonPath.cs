using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Audire.Evaluation.Clients;

/// <summary>Where a value stands in JSON: member names and list indices, <c>$.choices[0].message.content</c>. Immutable.</summary>
internal sealed partial class JsonPath
{
    private readonly string _text;
    private readonly IReadOnlyList<(string? Name, int Index)> _steps;

    private JsonPath(string text, IReadOnlyList<(string?, int)> steps) => (_text, _steps) = (text, steps);

    /// <summary>Reads a path.</summary>
    /// <exception cref="AuditSystemException">It is none.</exception>
    public static JsonPath Parse(string text, string file)
    {
        var steps = text.TrimStart('$');
        if (steps.Length > 0 && steps[0] is not ('.' or '[')) steps = "." + steps;
        var match = text.Length <= 512 ? Form().Match(steps) : Match.Empty;
        if (!match.Success)
            throw new AuditSystemException($"{file}: 'answer' must say where the answer stands, say $.choices[0].message.content: names after dots, indices in brackets.");
        return new JsonPath(text, [.. match.Groups[1].Captures.Select(Step)]);
    }

    /// <summary>The value; null where it is absent or null.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var at = root;
        foreach (var (name, index) in _steps)
        {
            if (name is not null)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
            }
            else if (at.ValueKind == JsonValueKind.Array && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : at;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static (string?, int) Step(Capture capture) => capture.Value[0] == '['
        ? (null, int.Parse(capture.Value.AsSpan(1, capture.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture)) : (capture.Value.TrimStart('.'), 0);

    [GeneratedRegex(@"^(\.[A-Za-z_][A-Za-z0-9_-]*|\[[0-9]{1,6}\])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
