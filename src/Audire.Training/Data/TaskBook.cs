using Audire.Models.Salmonn.Prompting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Audire.Training.Data;

/// <summary>
/// Tasks by name: from a YAML or JSON file, over defaults for SALMONN's tasks. A task is a list of prompts, one prompt, or a mapping of
/// <c>prompts</c>, <c>test</c>, <c>labels</c>, <c>metric</c> and <c>following-words</c>.
/// </summary>
/// <remarks>Immutable. The defaults' test prompts are the published short forms, since results depend on them; the others are ours.</remarks>
public sealed class TaskBook
{
    private const long MostBytes = 4 << 20;
    private static readonly string[] Metrics = ["wer", "accuracy", "loss"];
    private readonly Dictionary<string, TaskDefinition> _tasks;

    private TaskBook(Dictionary<string, TaskDefinition> tasks) => _tasks = tasks;

    /// <summary>The defaults.</summary>
    public static TaskBook Default { get; } = LoadDefault();

    /// <summary>The tasks by name.</summary>
    public IReadOnlyDictionary<string, TaskDefinition> Tasks => _tasks;

    /// <summary>A file's tasks over the defaults.</summary>
    /// <exception cref="TrainingException">The file is absent, too large, no YAML, or says something that is not understood.</exception>
    public static TaskBook Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes) throw new TrainingException($"{path} is larger than {MostBytes >> 20} MiB; a task file holds prompts.");
            using var reader = new StreamReader(path);
            return new TaskBook(new(Default._tasks.Concat(Parse(reader, path)).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The task file {path} cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>A task; an empty definition where the name is not known.</summary>
    public TaskDefinition this[string name] => _tasks.TryGetValue(name, out var task) ? task : new TaskDefinition();

    /// <summary>The prompt of a training example, its place for sound included.</summary>
    /// <param name="item">The example.</param>
    /// <param name="draw">Chooses among the task's prompts.</param>
    public string TrainingPrompt(TrainingItem item, ulong draw)
    {
        var prompts = this[item.Task].Prompts;
        return prompts.Count == 0 ? AboutClip(item.Question) : Fill(prompts[(int)(draw % (ulong)prompts.Count)], item);
    }

    /// <summary>The prompt that measures an example, its place for sound included.</summary>
    public string TestPrompt(TrainingItem item) => this[item.Task] switch
    {
        { Test: { } test } => Fill(test, item),
        { Prompts: [var first, ..] } => Fill(first, item),
        _ => AboutClip(item.Question),
    };

    /// <summary>Why an example cannot be asked or measured; null where it can.</summary>
    public SkippedItem? Fault(TrainingItem item)
    {
        var task = this[item.Task];
        if (task.Labels.Count > 0 && !task.Labels.Contains(item.Text, StringComparer.OrdinalIgnoreCase))
            return new SkippedItem(item.Line, item.Name, "wrong label", $"Its answer '{item.Text}' is none of task {item.Task}: {string.Join(", ", task.Labels)}.");
        if (task.Prompts.Count == 0 && item.Question.Trim().Length == 0)
            return new SkippedItem(item.Line, item.Name, "unknown task", $"The task '{item.Task}' has no prompts and the line no 'Q'; write its prompts into a file for --tasks-file.");
        return null;
    }

    /// <summary>How an example's answers are measured.</summary>
    public string MetricOf(TrainingItem item) => this[item.Task] switch
    {
        { Metric: { } metric } => metric,
        { Labels.Count: > 0 } => "accuracy",
        _ => item.Label.Length > 0 ? "accuracy" : "wer",
    };

    private static string Fill(string prompt, TrainingItem item) => AboutClip(PromptText.WithQuestion(prompt, item.Question));

    private static string AboutClip(string text) => PromptText.Slots(text) > 0 ? text : PromptText.AboutClip(text);

    private static TaskBook LoadDefault()
    {
        using var stream = typeof(TaskBook).Assembly.GetManifestResourceStream("Audire.Training.tasks.yaml")!;
        using var reader = new StreamReader(stream);
        return new TaskBook(Parse(reader, "tasks.yaml"));
    }

    private static Dictionary<string, TaskDefinition> Parse(TextReader reader, string path)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }]) throw new TrainingException($"{path} is no mapping of tasks to prompts.");
            return root.Children.ToDictionary(pair => Scalar(pair.Key, path), pair => Definition(pair.Value, path), StringComparer.Ordinal);
        }
        catch (YamlException e)
        {
            throw new TrainingException($"{path}, line {e.Start.Line}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static TaskDefinition Definition(YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping) return new TaskDefinition { Prompts = Texts(node, path) };
        var task = new TaskDefinition();
        foreach (var (key, value) in mapping.Children)
        {
            task = Scalar(key, path) switch
            {
                "prompts" => task with { Prompts = Texts(value, path) },
                "test" => task with { Test = Scalar(value, path) },
                "labels" => task with { Labels = Texts(value, path) },
                "metric" when Metrics.Contains(Scalar(value, path)) => task with { Metric = Scalar(value, path) },
                "following-words" when int.TryParse(Scalar(value, path), out var words) => task with { FollowingWords = words },
                var other => throw new TrainingException($"{path}, line {key.Start.Line}: '{other}' is not understood; a task has prompts, test, labels, metric ({string.Join(", ", Metrics)}) and following-words."),
            };
        }
        return task;
    }

    private static IReadOnlyList<string> Texts(YamlNode node, string path) =>
        node is YamlSequenceNode list ? [.. list.Select(entry => Scalar(entry, path))] : [Scalar(node, path)];

    private static string Scalar(YamlNode node, string path) => node is YamlScalarNode { Value: { } text } ? text
        : throw new TrainingException($"{path}, line {node.Start.Line}: a text was expected.");
}
