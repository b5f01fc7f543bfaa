using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audire.Cli.Corpora;

/// <summary>A line of <c>manifest.jsonl</c>: one question about one clip.</summary>
internal sealed record CorpusLine
{
    /// <summary>The clip, relative to the manifest.</summary>
    public string Path { get; init; } = "";

    /// <summary>The answer.</summary>
    public string Text { get; init; } = "";

    /// <summary>The task.</summary>
    public string Task { get; init; } = "";

    /// <summary>The question.</summary>
    [JsonPropertyName("Q")]
    public string Question { get; init; } = "";

    /// <summary>The class; blank where answers are free.</summary>
    public string Label { get; init; } = "";

    /// <summary><c>train</c>, <c>valid</c> or <c>test</c>.</summary>
    public string Split { get; init; } = "";

    /// <summary>Who speaks; several are joined by <c>+</c>.</summary>
    public string Speaker { get; init; } = "";

    /// <summary>The originals it was cut from, joined by <c>+</c>.</summary>
    public string Clip { get; init; } = "";

    /// <summary>Where its recordings come from, joined by <c> + </c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Licences of its recordings, joined by <c>, </c>.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Length.</summary>
    public double Seconds { get; init; }

    /// <summary>True for synthetic speech or music.</summary>
    public bool Generated { get; init; }

    /// <summary>The line of an example.</summary>
    public static CorpusLine Of(MadeClip clip, Rendering.TaskExample example)
    {
        Recording[] recordings = [.. clip.Plan.Recordings];
        return new CorpusLine
        {
            Path = clip.Plan.Path, Text = example.Answer, Task = example.Task, Question = example.Question, Label = example.Label, Split = clip.Plan.Split.Name(),
            Speaker = Joined(recording => recording.Speaker, "+"), Clip = Joined(recording => recording.Clip, "+"), Source = Joined(recording => recording.Origin.Source, " + "),
            Licence = Joined(recording => recording.Terms.Licence, ", "), Seconds = Math.Round(clip.Seconds, 3), Generated = recordings.All(recording => recording.IsGenerated),
        };

        string Joined(Func<Recording, string> of, string by) => string.Join(by, recordings.Select(of).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal));
    }
}

/// <summary>Serialises manifest lines by generated code, text left readable.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CorpusLine))]
internal sealed partial class CorpusJson : JsonSerializerContext
{
    public static CorpusJson Lines { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
