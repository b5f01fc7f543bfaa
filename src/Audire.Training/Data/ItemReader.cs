using System.Text.Json;

namespace Audire.Training.Data;

/// <summary>Makes an example of a JSON object, or says why it is none.</summary>
/// <param name="root">The folder that relative paths begin in, and that no clip may lie outside of.</param>
internal sealed class ItemReader(string root)
{
    private const int LongestText = 100_000;
    private static readonly string[] Splits = ["train", "valid", "test"];

    public TrainingItem? Read(int line, JsonElement element, out SkippedItem? skipped)
    {
        skipped = null;
        var name = "";
        try
        {
            if (element.ValueKind != JsonValueKind.Object) throw new Fault("no object", "It is no JSON object.");
            name = Text(element, "path") ?? throw new Fault("no path", "It has no 'path'.");
            var text = Text(element, "text") ?? throw new Fault("wrong label", "It has no 'text'.");
            if (text.Trim().Length == 0) throw new Fault("wrong label", "Its 'text' is blank.");
            if (text.Length > LongestText) throw new Fault("wrong label", $"Its 'text' has {text.Length:N0} characters; at most {LongestText:N0} are taken.");
            var split = Text(element, "split") is { Length: > 0 } given ? given : "train";
            if (!Splits.Contains(split)) throw new Fault("wrong split", $"Its 'split' is '{Short(split)}'; known are {string.Join(", ", Splits)}.");
            return new TrainingItem
            {
                Line = line,
                Name = name,
                Path = Resolve(name),
                Then = [.. Paths(element).Select(Resolve)],
                Text = text.Trim(),
                Task = Text(element, "task") is { Length: > 0 } task ? task : "asr",
                Question = Text(element, "Q") ?? "",
                Label = Text(element, "label") ?? "",
                Split = split,
                Speaker = Text(element, "speaker") ?? "",
            };
        }
        catch (Fault fault)
        {
            skipped = new SkippedItem(line, Short(name), fault.Reason, fault.Message);
            return null;
        }
    }

    private string Resolve(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal)) throw new Fault("outside the folder", "Its path holds a zero character.");
        var path = Path.GetFullPath(Path.Combine(root, name));
        var inside = Path.GetRelativePath(root, path);
        if (inside == ".." || inside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(inside))
            throw new Fault("outside the folder", $"Its clip lies outside {root}; give the folder of the clips with --data-root.");
        return File.Exists(path) ? path : throw new Fault("missing file", "Its clip does not exist.");
    }

    private static IEnumerable<string> Paths(JsonElement element)
    {
        if (!element.TryGetProperty("expand_wav", out var list) || list.ValueKind == JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(path => path.ValueKind != JsonValueKind.String))
            throw new Fault("no path", "Its 'expand_wav' is no list of paths.");
        return [.. list.EnumerateArray().Select(path => path.GetString()!)];
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new Fault(name is "text" or "label" ? "wrong label" : "wrong type", $"Its '{name}' is no text.");
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private sealed class Fault(string reason, string message) : Exception(message)
    {
        public string Reason { get; } = reason;
    }
}
