using System.Text.Json;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>HELM's media objects: the parts of a request, and of an instance before an adapter put its words around it.</summary>
internal static class HelmMedia
{
    /// <summary>Writes <c>media_objects</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="parts">Texts and recordings.</param>
    /// <param name="location">A recording's hash to where it lies.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RequestPart> parts, Func<string, string> location)
    {
        json.WriteStartArray("media_objects");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("content_type", part.Text is null ? "audio/wav" : "text/plain");
            if (part.Text is { } text) json.WriteString("text", text);
            else json.WriteString("location", location(part.Audio!));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What is left of a request without the adapter's words: the inverse of <see cref="Adapters"/>.</summary>
    public static IReadOnlyList<RequestPart> OfInstance(IReadOnlyList<RequestPart> parts, string instruction, IReadOnlyList<string> options)
    {
        var rest = parts.ToList();
        if (rest is [{ Text: { } first }, ..] && first == instruction) rest.RemoveAt(0);
        if (options.Count == 0) return rest;
        var suffix = "\n" + string.Concat(options.Select((option, i) => $"{Adapters.Letter(i)}. {option}\n")) + "Answer:";
        if (rest is [.., { Text: { } last }] && last.EndsWith(suffix, StringComparison.Ordinal)) Replace(rest, rest.Count - 1, last[..^suffix.Length]);
        if (instruction.Length > 0 && rest is [{ Text: ['\n', .. var text] }, ..]) Replace(rest, 0, text);
        return rest;
    }

    private static void Replace(List<RequestPart> parts, int index, string text)
    {
        if (text.Length == 0) parts.RemoveAt(index);
        else parts[index] = RequestPart.OfText(text);
    }
}
