using System.Text.Json;

namespace Audire.Evaluation.Suites;

/// <summary>
/// Reads annotations in SALMONN's form: <c>{"annotation": [{"path", "text", "task", "Q", "expand_wav": […]}]}</c>, a list alone, or one object a line
/// (<c>.jsonl</c>). Other scalar members become columns of their own name (in lower case), <c>seconds</c> becomes <c>dur_s</c>.
/// </summary>
/// <remarks>
/// Columns: <c>file</c>, <c>text</c>, <c>task</c> (default <c>asr</c>), <c>q</c>, <c>expand_wav</c> (parted by <c>|</c>), and those any manifest may have. Entries that differ in
/// their text alone are one question with several accepted answers: <c>text</c>, <c>text-2</c>, <c>text-3</c> and so on. An absolute path is taken where
/// it lies in the annotation's folder. Bounds: as for manifests; a line of 1 Mi characters.
/// </remarks>
internal static class AnnotationReader
{
    private const int MaxLine = 1 << 20;
    private const int MaxDepth = 16;
    private static readonly string[] Known = ["file", "text", "task", "q", "expand_wav", "split", "speaker", "gender", "language", "emotion", "transcript", "licence", "source", "attribution", "dur_s"];

    public static bool Reads(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JSON" or ".JSONL";

    public static (IReadOnlyList<string> Columns, IReadOnlyList<(int Line, string[] Fields)> Rows) Read(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var entries = new List<(int Line, Dictionary<string, string> Fields)>();
        var questions = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (line, entry) in Objects(path, text))
        {
            var fields = AnnotationEntry.Fields(entry, folder, $"{path}, entry {line}");
            var question = string.Join('\n', fields.Where(field => field.Key != "text").OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}\t{field.Value}"));
            if (!questions.TryAdd(question, fields)) AddAnswer(questions[question], fields.GetValueOrDefault("text", ""));
            else entries.Add((line, fields));
        }

        if (entries.Count == 0) throw new SuiteException($"{path} has no entries; it must list objects with 'path' and 'text'.");
        string[] columns = [.. Known, .. entries.SelectMany(entry => entry.Fields.Keys).Distinct(StringComparer.Ordinal).Except(Known).Order(StringComparer.Ordinal)];
        if (columns.Length > Manifest.MaxColumns) throw new SuiteException($"{path} has {columns.Length} different members; at most {Manifest.MaxColumns} are read.");
        return (columns, [.. entries.Select(entry => (entry.Line, columns.Select(column => entry.Fields.GetValueOrDefault(column, "")).ToArray()))]);
    }

    private static void AddAnswer(Dictionary<string, string> fields, string answer)
    {
        int number = 2;
        if (fields.GetValueOrDefault("text") == answer) return;
        for (; fields.TryGetValue(FormattableString.Invariant($"text-{number}"), out var known); number++)
            if (known == answer) return;
        fields[FormattableString.Invariant($"text-{number}")] = answer;
    }

    private static IEnumerable<(int Line, JsonElement Entry)> Objects(string path, string text)
    {
        if (Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (number, line) in BoundedText.Lines(path, text, MaxLine))
                using (var document = Parse($"{path}, line {number}", line))
                    yield return (number, document.RootElement);
            yield break;
        }

        using var whole = Parse(path, text);
        var list = whole.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("annotation", out var annotation) ? annotation : whole.RootElement;
        if (list.ValueKind != JsonValueKind.Array) throw new SuiteException($"{path} is neither a list nor an object with a list 'annotation'.");
        foreach (var (index, entry) in list.EnumerateArray().Index()) yield return (index + 1, entry);
    }

    private static JsonDocument Parse(string where, string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new SuiteException($"{where}: it is not JSON ({SafePath.Shorten(e.Message.ReplaceLineEndings(" ").TrimEnd('.'))}).", e);
        }
    }
}
