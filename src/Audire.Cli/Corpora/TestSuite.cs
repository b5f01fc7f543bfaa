using Audire.Cli.Corpora.Tasks;

namespace Audire.Cli.Corpora;

/// <summary>The test split as a suite: <c>audire audit FOLDER/test-suite.yaml</c> asks every question of it.</summary>
internal static class TestSuite
{
    private static readonly Dictionary<string, string> Aspects = new(StringComparer.Ordinal) { ["language"] = "multilinguality", ["emotion"] = "emotion-detection", ["repetitions"] = "reasoning", ["speakers"] = "reasoning" };

    /// <summary>The lines of the suite: a scenario a task that has clips in the test split.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<MadeClip> clips)
    {
        yield return "# The test split of the corpus: speakers and original recordings that no training clip has. Written by `audire data build`.";
        yield return "suite: salmonn-mini-test";
        yield return "title: Test split of salmonn-mini's corpus";
        yield return "manifest: test.tsv";
        yield return "seed: 20261126";
        yield return "scenarios:";
        foreach (var task in CorpusTasks.All)
        {
            var made = clips.Where(clip => clip.Plan.Split == CorpusSplit.Test && clip.Plan.Examples.Any(example => example.Task == task.Name)).ToList();
            if (made.Count == 0) continue;
            yield return $"  - name: {task.Name}";
            yield return $"    aspect: {Aspects.GetValueOrDefault(task.Name, "auditory-perception")}";
            yield return $"    prompt: \"{Wordings.Of(task.Name, task.Labels)[0]}\"";
            yield return $"    select: {{set: [{task.Name}]}}";
            foreach (var line in task.Labels.Count > 0 ? Closed(task) : Free(task)) yield return $"    {line}";
            if (made.All(clip => clip.Plan.Recordings.All(recording => recording.IsGenerated))) yield return "    generated: true";
        }
    }

    private static IEnumerable<string> Closed(ICorpusTask task) =>
    [
        $"task: {(task.Name == "language" ? "language-identification" : "classification")}", "reference: label", $"answers: [{string.Join(", ", task.Labels)}]",
        "metrics: [accuracy, accuracy-lenient]", "slices: [class, made]", "maxTokens: 12",
    ];

    private static IEnumerable<string> Free(ICorpusTask task) => task.Name == "caption"
        ? ["task: generation", "reference: transcript", "metrics: [quasi-exact-match]", "maxTokens: 24"]
        : ["task: transcription", "reference: transcript", "metrics: [wer, cer]", "slices: [made]", "cluster: speaker", "maxTokens: 40"];
}
