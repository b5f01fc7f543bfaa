using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Salmonn;
using Audire.Training.Data;
using Audire.Training.Features;

namespace Audire.Cli.Commands.Train;

/// <summary>The options that say which examples there are and where what the encoders say of them is kept.</summary>
internal sealed class TrainDataOptions
{
    private const double DefaultCacheGigabytes = 20;
    private static readonly string[] Splits = ["train", "valid", "test"];

    private readonly Option<string[]> _data = CommandOptions.Values("--data", "Manifests: JSON lines with path, text, task, Q, split, or SALMONN's JSON", "none", "corpus/manifest.jsonl");
    private readonly Option<string?> _root = CommandOptions.Value<string?>("--data-root", "The folder that clips are relative to and may not lie outside of", "the manifest's own", "/data");
    private readonly Option<string[]> _tasks = CommandOptions.Values("--tasks", "Tasks that take part", "those of the stage", "sentence digit");
    private readonly Option<string?> _book = CommandOptions.Value<string?>("--tasks-file", "A YAML or JSON file with prompts, labels and metrics of tasks", "the built-in tasks", "tasks.yaml");
    private readonly Option<double?> _most = CommandOptions.Value<double?>("--max-seconds", "Longer clips take no part", "30", "10").Within(0.1, 3600.0);
    private readonly Option<string?> _cache = CommandOptions.Value<string?>("--cache", "A folder for what the encoders say of clips, or none", "AUDIRE_CACHE/features", "none");
    private readonly Option<double?> _size = CommandOptions.Value<double?>("--cache-size", "Gigabytes it may take", "20", "4").Within(0.001, 100_000.0);

    /// <summary>Declares the options on a command.</summary>
    public TrainDataOptions(Command command)
    {
        foreach (var option in new Option[] { _data, _root, _tasks, _book, _most, _cache, _size }) command.Add(option);
    }

    /// <summary>Tasks named on the command line; null where none are.</summary>
    public string[]? Tasks(ParseResult parsed) => parsed.GetValue(_tasks) is { Length: > 0 } tasks ? tasks : null;

    /// <summary>Reads manifests and hears every clip once; what takes no part is counted and named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="usual">Tasks of the stage, where the data has any of them; null for all.</param>
    /// <param name="io">Where to tell.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    public TrainingData Load(ParseResult parsed, IReadOnlyCollection<string>? usual, CommandIo io, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_data) is not { Length: > 0 } files) throw new UsageException("No manifest is named; say --data FILE.");
        var manifests = files.Select(file => TrainingManifest.Read(file, parsed.GetValue(_root), cancellationToken)).ToArray();
        var book = parsed.GetValue(_book) is { } path ? TaskBook.Load(path) : TaskBook.Default;
        var only = Tasks(parsed) ?? Present(manifests, usual);
        using var progress = new ProgressLine(io, "hearing clips", "clips");
        var data = TrainingData.Load(
            manifests, book, new ClipSurvey(CacheFolder(parsed)), only, parsed.GetValue(_most) ?? 30, (done, all) => progress.Report(done, all), cancellationToken);
        progress.Dispose();
        Tell(data, io);
        return data;
    }

    /// <summary>What gives the encoders' answers.</summary>
    public FeatureLoader Features(ParseResult parsed, SalmonnModel model, string identity, ClipVariants variants) => new(
        (clip, token) => model.Encode(clip, cancellationToken: token), identity, variants,
        CacheFolder(parsed) is { } folder ? new FeatureCache(folder, (long)((parsed.GetValue(_size) ?? DefaultCacheGigabytes) * (1L << 30))) : null);

    private string? CacheFolder(ParseResult parsed) => parsed.GetValue(_cache) switch
    {
        null => Path.Combine(ModelFolders.Cache, "features"),
        "none" => null,
        var folder => folder,
    };

    private static IReadOnlyCollection<string>? Present(TrainingManifest[] manifests, IReadOnlyCollection<string>? usual) =>
        usual is not null && manifests.Any(manifest => manifest.Items.Any(item => usual.Contains(item.Task))) ? usual : null;

    private static void Tell(TrainingData data, CommandIo io)
    {
        const int Named = 20;
        foreach (var item in data.Skipped.Take(Named)) io.Error.WriteLine($"Left out, {item}");
        if (data.Skipped.Count > Named) io.Error.WriteLine($"Left out, {data.Skipped.Count - Named} more; training.json counts them by reason.");
        var splits = Splits.Select(split => (split, Items: data.Split(split))).Where(split => split.Items.Count > 0);
        foreach (var (split, items) in splits)
            io.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{split}: {items.Count} examples, {items.DistinctBy(item => item.Hash).Sum(item => item.Seconds) / 3600:0.00} hours, {items.Select(item => item.Item.Task).Distinct(StringComparer.Ordinal).Count()} tasks"));
    }
}
