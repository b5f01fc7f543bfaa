using Audire.Evaluation.Runs;

namespace Audire.Tests.Evaluation.Runs;

/// <summary>Small records for tests of the run folder.</summary>
internal static class RunSamples
{
    public static RunSpec Spec() => new()
    {
        Suite = new SuiteRecord("sample", "A sample", new string('a', 64), "sample.yaml", 1),
        Arguments = new RunArguments(["audit", "sample.yaml"], new Dictionary<string, string> { ["seed"] = "1" }),
        Systems = [new SystemRecord("empty", "baseline", "empty-1", new Dictionary<string, string>(), ["transcription"])],
        Scenarios = [new ScenarioRecord("reading", "perception", "Reading", "Read speech.", "transcription", "Write.", "wer", ["wer"], [], 1, false)],
        Environment = new RunEnvironment("0.1.0", "", null, new Dictionary<string, string>(), new Dictionary<string, string>(), new Dictionary<string, string>()),
        Started = DateTimeOffset.UnixEpoch,
    };

    public static StoredRequest Request(string key = "k1") => new(key, "empty", "{}");

    public static StoredItem Item(string instance = "one", string key = "k1", int ordinal = 0) => new(
        "empty", "reading", "perception", instance, ordinal, key, "Write.", [new ClipRecord(new string('b', 64), "a.flac", 1.5, "CC0-1.0", "nobody")],
        ["good morning"], [], new Dictionary<string, string> { ["speaker"] = "s1" });

    public static StoredAnswer Answer(string text = "good morning") => new(text, "stop", "m", 3, 2, 0.25, DateTimeOffset.UnixEpoch, null);

    public static RunStats Stats() => new()
    {
        Complete = true,
        Planned = 1,
        Answered = 1,
        Failed = 0,
        Seconds = 0.25,
        Cells = [new Cell("empty", "reading", "perception", "wer", false, 0, 0, 0, "bootstrap(speaker, 2000)", 1, 0, 0) { Main = true }],
        Board = [new BoardRow("empty", null, null, null, 1, false)],
        Differences = [],
        Usage = [new Usage("empty", 1, 0.25, 1.5, 3, 2, null)],
    };
}
