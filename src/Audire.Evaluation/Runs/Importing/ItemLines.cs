using System.Text;
using System.Text.Json;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs.Importing;

/// <summary>Reads <c>items.jsonl</c>, as a run folder and <c>audire runs export --jsonl</c> have it.</summary>
/// <remarks>
/// Scores are computed anew from the answers. What lines do not hold, a scenario's own rules, follows from what was scored: the metrics that are
/// known here, the first of them as the main one. Where a recording is not beside the lines, its hash and length stay.
/// </remarks>
internal static class ItemLines
{
    private const int MaxLine = 8 << 20;

    /// <summary>The runs of a file, one for each system and scenario.</summary>
    /// <exception cref="RunException">A line is no item.</exception>
    public static IReadOnlyList<ImportedRun> Read(string path, string directory, RunWrites writes)
    {
        var items = Lines(path).Select((line, i) => Item(line, $"{path}, line {i + 1}")).ToList();
        if (items.Count == 0) throw new RunException($"{path} holds no item.");
        var source = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var hash in items.SelectMany(item => item.Clips).Select(clip => clip.Hash).Distinct(StringComparer.Ordinal))
            CopyClip(RunPaths.Clip(source, hash), RunPaths.Clip(directory, hash), writes);
        return [.. items.GroupBy(item => (item.System, item.Scenario)).Select(group => new ImportedRun(group.Key.System, Scenario([.. group]), [.. group.Select(Imported)]))];
    }

    private static IEnumerable<string> Lines(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > BoundedJson.MaxBytes } large) throw new RunException($"{path} has {large.Length} bytes; at most {BoundedJson.MaxBytes} are read.");
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > MaxLine) throw new RunException($"{path}, line {number}: {line.Length} characters; at most {MaxLine} are read.");
            if (line.Length > 0) yield return line;
        }
    }

    private static ItemRecord Item(string line, string where)
    {
        try
        {
            var item = JsonSerializer.Deserialize(line, RunJson.Compact.ItemRecord);
            if (item is { System: not null, Scenario: not null, Aspect: not null, Instance: not null, Prompt: not null, Clips: not null, References: not null, Scores: not null, Groups: not null }
                && item.Clips.All(clip => clip is { Hash: not null, Source: not null })) return item;
            throw new RunException($"{where}: an item has 'system', 'scenario', 'aspect', 'instance', 'prompt', 'clips', 'references', 'scores' and 'groups', and this line lacks one.");
        }
        catch (JsonException e)
        {
            throw new RunException($"{where}: this is no item: {SafePath.Shorten(e.Message.TrimEnd('.'))}.", e);
        }
    }

    private static ScenarioRecord Scenario(IReadOnlyList<ItemRecord> items)
    {
        string[] known = [.. items.SelectMany(item => item.Scores.Keys).Distinct(StringComparer.Ordinal).Where(metric => Scoring.Scores.Names.Contains(metric) || IsGiven(metric))];
        bool isClosed = items.Any(item => item.Choices is { Count: > 0 }), isLettered = items.Any(item => item.Prompt.EndsWith("Answer:", StringComparison.Ordinal));
        var task = known.Any(metric => metric is "wer" or "wer-mean" or "cer") ? ScenarioTask.Transcription
            : !isClosed ? ScenarioTask.Generation : isLettered ? ScenarioTask.MultipleChoice : ScenarioTask.Classification;
        string[] metrics = known.Length > 0 ? known : [isClosed ? "accuracy" : "quasi-prefix-exact-match"];
        Array.Sort(metrics, (left, right) => Order(left).CompareTo(Order(right)));
        var slices = items.SelectMany(item => item.Groups.Keys).Intersect(InstanceGroups.Columns, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new ScenarioRecord(items[0].Scenario, items[0].Aspect, items[0].Scenario, "", task, items[0].Prompt, metrics[0], metrics, [], items.Count, Generated: false)
        {
            Scoring = new ScoringRules { Metrics = metrics, Main = metrics[0], Slices = slices },
        };
    }

    private static int Order(string metric) => Scoring.Scores.Names.ToList().IndexOf(metric) is >= 0 and var index ? index : int.MaxValue;

    private static ImportedItem Imported(ItemRecord item) => new(
        item.Instance, item.Prompt, [RequestPart.OfText(item.Prompt), .. item.Clips.Select(clip => RequestPart.OfAudio(clip.Hash))], item.Clips, item.References,
        item.Choices ?? [], item.Groups, item.Answer is { } text ? new StoredAnswer(text, item.Finish, null, null, null, item.Seconds, DateTimeOffset.UnixEpoch, null) : null,
        item.Answer is null ? item.Error ?? "The line holds neither answer nor error." : null)
    {
        Given = item.Scores.Where(score => IsGiven(score.Key)).ToDictionary(StringComparer.Ordinal),
    };

    // What a judge or another program gave cannot be computed from the answer.
    private static bool IsGiven(string metric) => Judging.JudgeQuestion.Decides(metric) || metric.StartsWith(Scoring.GivenScore.Reported, StringComparison.Ordinal);

    private static void CopyClip(string from, string to, RunWrites writes)
    {
        if (File.Exists(to) || !File.Exists(from)) return;
        using var source = File.OpenRead(from);
        writes.File(to, source.CopyTo);
    }
}
