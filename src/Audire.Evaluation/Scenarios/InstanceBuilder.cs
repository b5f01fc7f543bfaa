using System.Globalization;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Scenarios;

/// <summary>From a scenario and its manifest to instances, in the manifest's order; no recording is opened.</summary>
internal static class InstanceBuilder
{
    /// <summary>The instances of a scenario.</summary>
    /// <param name="suite">Its suite.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="limit">Most rows to take, besides the scenario's own limit; null for all.</param>
    /// <exception cref="SuiteException">No row is selected, or a row's answer is not in the closed set.</exception>
    public static IReadOnlyList<Instance> Build(Suite suite, ScenarioDefinition scenario, int? limit = null)
    {
        var selected = suite.Manifest.Rows.Where(row => Matches(row, scenario.Select)).ToArray();
        if (selected.Length == 0) throw new SuiteException($"{suite.Source}: scenario {scenario.Name} selects no row of {suite.Manifest.Path}.");
        var most = Math.Min(scenario.Limit ?? int.MaxValue, limit ?? int.MaxValue);
        var rows = Sampling.Take(selected, row => PairOf(row, scenario), most, $"{suite.Seed}/{scenario.Name}");
        var noises = scenario.Noise is null ? [] : suite.Manifest.Rows.Where(row => Matches(row, scenario.Noise.Select)).ToArray();
        if (scenario.Noise is not null && noises.Length == 0) throw new SuiteException($"{suite.Source}: scenario {scenario.Name} finds no noise in {suite.Manifest.Path}.");
        var instances = new List<Instance>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = Unique(Path.ChangeExtension(row.File, null)!, seen);
            if (scenario.Noise is null) instances.Add(One(scenario, row, id, null));
            else instances.AddRange(WithNoise(scenario, row, id, noises));
        }

        return instances;
    }

    /// <summary>Whether a scenario has a row to ask about.</summary>
    public static bool HasRows(Suite suite, ScenarioDefinition scenario) => suite.Manifest.Rows.Any(row => Matches(row, scenario.Select));

    private static IEnumerable<Instance> WithNoise(ScenarioDefinition scenario, ManifestRow row, string id, ManifestRow[] noises)
    {
        // One noise and one start for all ratios of a recording: ratios then differ in level alone.
        var draw = $"{scenario.Noise!.Seed}/{row.File}";
        var noise = noises[(int)Sampling.Index(draw + "/which", noises.Length)];
        var start = Sampling.Fraction(draw + "/start");
        yield return One(scenario, row, id, null);
        foreach (var snr in scenario.Noise.Snr)
            yield return One(scenario, row, $"{id}@{Decibel(snr)}dB", new NoiseSource(noise, noise.PathOf(), snr, start));
    }

    private static Instance One(ScenarioDefinition scenario, ManifestRow row, string id, NoiseSource? noise)
    {
        var choices = scenario.AnswerColumns.Count > 0 ? [.. scenario.AnswerColumns.Select(c => row[c]).Where(c => c.Length > 0)] : scenario.Answers;
        var reference = scenario.Labels.GetValueOrDefault(row[scenario.Reference], row[scenario.Reference]);
        if (choices.Count > 0 && !choices.Contains(reference))
            throw new SuiteException($"{row.Manifest.Path}, line {row.Line}: the answer '{SafePath.Shorten(reference)}' (column {scenario.Reference}) is none of scenario {scenario.Name}'s: {SafePath.Shorten(string.Join(", ", choices))}.");
        return new Instance
        {
            Id = id,
            Media = [.. scenario.Media.Select(part => Media(part, row, noise))],
            References = [reference, .. scenario.Alternatives.Select(column => row[column]).Where(text => text.Length > 0)],
            Choices = choices,
            Groups = Groups(scenario, row, reference, choices.Count > 0, noise),
        };
    }

    private static Part Media(MediaTemplate part, ManifestRow row, NoiseSource? noise) => part.Audio is { } column
        ? new ClipPart(new ClipSource(row, row.PathOf(column), noise) { Joined = Paths(row, part.Join), Overlaid = Paths(row, part.Overlay) })
        : new TextPart(ScenarioReader.Field().Replace(part.Text!, field => row[field.Groups[1].Value]));

    private static IReadOnlyList<string> Paths(ManifestRow row, string? column) => column is not null && row[column] is { Length: > 0 } list
        ? [.. list.Split('|').Select(path => SafePath.Resolve(row.Manifest.Folder, path, $"{row.Manifest.Path}, line {row.Line}, column {column}"))] : [];

    private static SortedDictionary<string, string> Groups(ScenarioDefinition scenario, ManifestRow row, string reference, bool isClosed, NoiseSource? noise)
    {
        var groups = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var rules = scenario.Scoring;
        string[] wanted = [.. InstanceGroups.Columns, .. rules.Slices, rules.Cluster, rules.Compare?.By ?? "", rules.Compare?.Pair ?? ""];
        foreach (var column in wanted.Where(c => c.Length > 0 && row[c].Length > 0)) groups[column] = row[column];
        if (isClosed) groups[InstanceGroups.Class] = reference;
        if (scenario.Heard.Length > 0 && row[scenario.Heard].Length > 0) groups[InstanceGroups.Heard] = row[scenario.Heard];
        if (scenario.Noise is null) return groups;
        groups[InstanceGroups.Clip] = row.File;
        groups[InstanceGroups.Snr] = noise is null ? InstanceGroups.Clean : Decibel(noise.Snr);
        if (noise is not null) groups[InstanceGroups.Noise] = Path.GetFileNameWithoutExtension(noise.Row.File);
        return groups;
    }

    private static bool Matches(ManifestRow row, IReadOnlyDictionary<string, IReadOnlyList<string>> select) =>
        select.All(rule => rule.Value.Any(value => value == "*" ? row[rule.Key].Length > 0 : row[rule.Key] == value));

    // Twins are drawn together; a sample that splits them could not be compared.
    private static string PairOf(ManifestRow row, ScenarioDefinition scenario) =>
        scenario.Scoring.Compare is { Pair.Length: > 0 } compare && row[compare.Pair] is { Length: > 0 } pair ? pair : row.File;

    private static string Unique(string id, Dictionary<string, int> seen)
    {
        var times = seen[id] = seen.GetValueOrDefault(id) + 1;
        return times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}#{times}");
    }

    private static string Decibel(double snr) => snr.ToString("R", CultureInfo.InvariantCulture);
}
