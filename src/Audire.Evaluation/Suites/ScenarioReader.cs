using System.Text.RegularExpressions;
using Audire.Evaluation.Judging;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Suites;

/// <summary>From a scenario as written to a <see cref="ScenarioDefinition"/> whose every reference to the manifest holds.</summary>
internal static partial class ScenarioReader
{
    private const int MaxTokens = 1 << 16;
    private static readonly string[] JudgeMetrics = [.. JudgeQuestion.All.Select(question => question.Metric)];

    public static ScenarioDefinition Read(ScenarioYaml yaml, string where, Manifest manifest, bool isOptional)
    {
        var name = RequireName(yaml.Name ?? throw Missing(where, "name"), where + ", key name");
        where = $"{where} ({name})";
        var task = OneOf(yaml.Task ?? throw Missing(where, "task"), ScenarioTask.All, where, "task");
        var columns = new ColumnCheck(manifest, where, isOptional);
        var definition = new ScenarioDefinition
        {
            Name = name,
            Aspect = RequireName(yaml.Aspect ?? throw Missing(where, "aspect"), where + ", key aspect"),
            Title = yaml.Title ?? name,
            Description = yaml.Description?.Trim() ?? "",
            Task = task,
            Prompt = yaml.Prompt?.Trim() ?? "",
            Media = yaml.Media is null ? [MediaTemplate.Recording] : Media(yaml.Media, columns, where),
            Select = Select(yaml.Select, columns),
            Reference = columns.Require(yaml.Reference ?? throw Missing(where, "reference"), "reference"),
            Alternatives = yaml.Alternatives is { Length: > 0 } prefix ? [.. manifest.Columns.Where(c => c.StartsWith(prefix, StringComparison.Ordinal))] : [],
            Heard = yaml.Heard is { } heard ? columns.Require(heard, "heard") : "",
            Answers = yaml.Answers ?? [],
            AnswerColumns = [.. (yaml.AnswerColumns ?? []).Select(c => columns.Require(c, "answerColumns"))],
            Labels = yaml.Labels ?? [],
            Noise = yaml.Noise is null ? null : Noise(yaml.Noise, columns, where),
            Scoring = Scoring(yaml, columns, where),
            MaxTokens = Range(yaml.MaxTokens ?? 100, 1, MaxTokens, where, "maxTokens"),
            Limit = yaml.Limit is { } limit ? Range(limit, 1, int.MaxValue, where, "limit") : null,
            Quick = Range(yaml.Quick ?? 6, 1, int.MaxValue, where, "quick"),
            Generated = yaml.Generated ?? false,
        };
        RequireAnswers(definition, where);
        return definition;
    }

    public static string RequireName(string name, string where) => Name().IsMatch(name) ? name
        : throw new SuiteException($"{where}: '{SafePath.Shorten(name)}' is no name; use lower-case letters, digits, '_' and '-', 64 at most.");

    private static ScoringRules Scoring(ScenarioYaml yaml, ColumnCheck columns, string where)
    {
        var metrics = yaml.Metrics is { Count: > 0 } given ? given : throw Missing(where, "metrics");
        foreach (var metric in metrics) OneOf(metric, Scores.Names.Except(JudgeMetrics), where, "metrics");
        foreach (var metric in yaml.Judged ?? []) OneOf(metric, JudgeMetrics, where, "judged");
        var slices = (yaml.Slices ?? []).Select(s => columns.RequireGroup(s, "slices")).ToArray();
        var main = yaml.Main ?? metrics[0];
        var parts = main.Split('@');
        if (!metrics.Contains(parts[0]) || (parts.Length > 1 && !slices.Any(s => parts[1] == s + ":worst")) || parts.Length > 2)
            throw new SuiteException($"{where}: main '{SafePath.Shorten(main)}' must be one of 'metrics', or METRIC@SLICE:worst with one of 'slices'.");
        if (yaml.Normalizer is { } normalizer) OneOf(normalizer, Scores.Normalizers, where, "normalizer");
        return new ScoringRules
        {
            Metrics = metrics,
            Judged = yaml.Judged ?? [],
            Main = main,
            Normalizer = yaml.Normalizer ?? "",
            Aliases = yaml.Aliases ?? [],
            Cluster = yaml.Cluster is { } cluster ? columns.RequireGroup(cluster, "cluster") : "",
            Slices = slices,
            Compare = yaml.Compare is { } compare ? Compare(compare, columns, where) : null,
        };
    }

    private static GroupComparison Compare(CompareYaml yaml, ColumnCheck columns, string where)
    {
        var by = columns.RequireGroup(yaml.By ?? throw Missing(where, "compare.by"), "compare.by");
        var pair = yaml.Pair is { } column ? columns.RequireGroup(column, "compare.pair") : "";
        return new GroupComparison(by, yaml.Against ?? throw Missing(where, "compare.against"), pair, OnlyTwins: by == InstanceGroups.Snr);
    }

    private static NoiseTemplate Noise(NoiseYaml yaml, ColumnCheck columns, string where)
    {
        var snr = yaml.Snr is { Count: > 0 and <= 32 } list ? list : throw new SuiteException($"{where}: noise.snr must list 1 to 32 ratios in dB.");
        if (snr.FirstOrDefault(s => !double.IsFinite(s) || s is < -100 or > 100, 0) is var bad and not 0)
            throw new SuiteException($"{where}: noise.snr {bad} is not between -100 and 100 dB.");
        if (yaml.Select is not { Count: > 0 }) throw Missing(where, "noise.select");
        return new NoiseTemplate(snr, Select(yaml.Select, columns), yaml.Seed ?? 1);
    }

    private static MediaTemplate[] Media(List<MediaYaml> parts, ColumnCheck columns, string where)
    {
        if (parts.Count is 0 or > 64) throw new SuiteException($"{where}: 'media' must list 1 to 64 parts.");
        foreach (var part in parts)
        {
            if (part is null || (part.Text is null) == (part.Audio is null)) throw new SuiteException($"{where}: each part of 'media' has either 'text' or 'audio'.");
            if (part.Audio is null && (part.Join ?? part.Overlay) is not null) throw new SuiteException($"{where}: 'join' and 'overlay' belong to a part of 'media' with 'audio'.");
            if (part.Audio is { } audio) columns.Require(audio, "media.audio");
            if (part.Join is { } join) columns.Require(join, "media.join");
            if (part.Overlay is { } overlay) columns.Require(overlay, "media.overlay");
            foreach (Match field in Field().Matches(part.Text ?? "")) columns.Require(field.Groups[1].Value, "media.text");
        }

        return [.. parts.Select(p => new MediaTemplate(p.Text, p.Audio) { Join = p.Join, Overlay = p.Overlay })];
    }

    private static Dictionary<string, IReadOnlyList<string>> Select(Dictionary<string, List<string>>? select, ColumnCheck columns) =>
        (select ?? []).ToDictionary(pair => columns.Require(pair.Key, "select"), pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal);

    private static void RequireAnswers(ScenarioDefinition scenario, string where)
    {
        if (scenario.Scoring.Aliases.FirstOrDefault(alias => !scenario.Answers.Contains(alias.Value)) is { Key: { } odd })
            throw new SuiteException($"{where}: aliases gives '{SafePath.Shorten(odd)}' an option that is none of 'answers'.");
        var isClosed = scenario.Task is ScenarioTask.Classification or ScenarioTask.LanguageIdentification;
        if (isClosed && scenario.Answers.Count < 2) throw new SuiteException($"{where}: the task {scenario.Task} needs 'answers' with two names at least.");
        if (scenario.Task != ScenarioTask.MultipleChoice) return;
        if ((scenario.Answers.Count == 0) == (scenario.AnswerColumns.Count == 0))
            throw new SuiteException($"{where}: multiple choice needs either 'answers' or 'answerColumns'.");
        if (scenario.Answers.Count + scenario.AnswerColumns.Count is < 2 or > 26) throw new SuiteException($"{where}: multiple choice has 2 to 26 options.");
    }

    private static string OneOf(string value, IEnumerable<string> known, string where, string key) => known.Contains(value) ? value
        : throw new SuiteException($"{where}: {key} '{SafePath.Shorten(value)}' is unknown; use one of {string.Join(", ", known)}.");

    private static int Range(int value, int low, int high, string where, string key) => value >= low && value <= high ? value
        : throw new SuiteException($"{where}: {key} {value} is not between {low} and {high}.");

    private static SuiteException Missing(string where, string key) => new($"{where}: the key '{key}' is missing.");

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,63}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{([a-z][a-z0-9_-]*)\}")]
    internal static partial Regex Field();

    /// <summary>Whether columns that a suite names are in its manifest; in an optional suite a column that is absent is blank.</summary>
    private sealed class ColumnCheck(Manifest manifest, string where, bool isOptional)
    {
        public string Require(string column, string key) => isOptional || manifest.Columns.Contains(column) ? column : throw new SuiteException(
            $"{where}: {key} names the column '{SafePath.Shorten(column)}', which {manifest.Path} lacks; it has {string.Join(", ", manifest.Columns)}.");

        public string RequireGroup(string name, string key) => InstanceGroups.Derived.Contains(name) ? name : Require(name, key);
    }
}
