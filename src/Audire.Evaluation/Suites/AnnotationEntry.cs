using System.Text.Json;

namespace Audire.Evaluation.Suites;

/// <summary>One entry of an annotation as the fields of a manifest's row.</summary>
internal static class AnnotationEntry
{
    /// <summary>The fields that are filled in, by column.</summary>
    /// <exception cref="SuiteException">It is no object, lacks <c>path</c>, or has a member of a wrong kind.</exception>
    public static Dictionary<string, string> Fields(JsonElement entry, string folder, string where)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw new SuiteException($"{where}: it is no object; write {{\"path\": …, \"text\": …, \"task\": …}}.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["task"] = "asr" };
        foreach (var member in entry.EnumerateObject())
        {
            var column = Column(member.Name, where);
            if (column == "expand_wav") fields[column] = string.Join('|', Paths(member.Value, where).Select(path => Relative(path, folder)));
            else if (Scalar(member.Value) is { } value) fields[column] = column == "file" ? Relative(value, folder) : value;
            else if (column is "file" or "text" or "task" or "q") throw new SuiteException($"{where}: '{member.Name}' must be a text.");
        }

        return fields.GetValueOrDefault("file") is { Length: > 0 } ? fields : throw new SuiteException($"{where}: 'path' is missing.");
    }

    private static string Column(string name, string where)
    {
        var column = name.ToLowerInvariant() switch { "path" => "file", "seconds" or "duration" => "dur_s", var other => other };
        return Manifest.ColumnName().IsMatch(column) ? column
            : throw new SuiteException($"{where}: '{SafePath.Shorten(name)}' is no column name; use letters, digits, '_' and '-'.");
    }

    private static IEnumerable<string> Paths(JsonElement value, string where) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(path => path.ValueKind == JsonValueKind.String && !path.GetString()!.Contains('|', StringComparison.Ordinal)) =>
            value.EnumerateArray().Select(path => path.GetString()!),
        _ => throw new SuiteException($"{where}: 'expand_wav' must list paths, which hold no '|'."),
    };

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        _ => null,
    };

    // A path that leaves the folder stays as it is, and is refused when the recording is asked for.
    private static string Relative(string path, string folder)
    {
        if (!Path.IsPathRooted(path)) return path;
        var inside = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? path : inside;
    }
}
