using System.Text.Json.Serialization;

namespace Audire.Evaluation.Runs;

/// <summary>One answered (or failed) request with its scores: a line of <c>items.jsonl</c>, and what the report shows of it.</summary>
/// <param name="System">The system that was asked.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Aspect">The scenario's aspect.</param>
/// <param name="Instance">The instance's id, unique in its scenario.</param>
/// <param name="Prompt">The text part of the request.</param>
/// <param name="Clips">The clips that were sent, in order.</param>
/// <param name="References">Accepted answers; for transcription the one reference.</param>
/// <param name="Answer">The system's answer; null where the request failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Scores">Metric name to value; a metric that is not defined here is absent.</param>
/// <param name="Groups">What the instance is sliced by: speaker, gender, language, snr, noise, class and kin.</param>
/// <param name="Seconds">Wall time of the request when it was first answered.</param>
public sealed record ItemRecord(
    string System, string Scenario, string Aspect, string Instance, string Prompt, IReadOnlyList<ClipRecord> Clips,
    IReadOnlyList<string> References, string? Answer, string? Error,
    IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, string> Groups, double Seconds)
{
    /// <summary>The options of a closed question, in the order asked (letters A, B, … of multiple choice); empty where answers are free.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Metric to what a judge said about the answer, word for word; null where none was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Judgements { get; init; }

    /// <summary>Why the answer ended (<c>stop</c>, <c>length</c>), where the system tells.</summary>
    public string? Finish { get; init; }
}
