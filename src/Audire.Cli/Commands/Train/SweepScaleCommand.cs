using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Systems;
using Audire.Cli.Terminal;
using Audire.Models.Salmonn;
using Audire.Reporting.Curves;
using Audire.Training;
using Audire.Training.Features;
using Audire.Training.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary><c>audire train sweep-scale</c>: each task, and stories, at several LoRA scales.</summary>
internal sealed class SweepScaleCommand
{
    private readonly Option<string?> _model = CommandOptions.Value<string?>("--model", "A SALMONN folder", "none", "runs/instruct/model");
    private readonly Option<string?> _split = CommandOptions.Value<string?>("--split", "The split that is asked", "test", "valid");
    private readonly Option<double[]> _scales = new("--scales")
    {
        Description = "Factors on the LoRA's deltas (default: 0 to the model's own in steps of a quarter; example: --scales 0 1 2 3 4)", AllowMultipleArgumentsPerToken = true, HelpName = "scales",
    };

    private readonly Option<int?> _limit = CommandOptions.Value<int?>("--limit", "Examples asked of each task, and clips told stories about", "40", "200").Within(1, 1_000_000);
    private readonly Option<int?> _tokens = CommandOptions.Value<int?>("--max-tokens", "Tokens an answer may have; stories may have four times as many", "64", "200").Within(1, 4096);
    private readonly Option<string?> _out = CommandOptions.Value<string?>("--out", "A folder for a page with the curves", "none", "runs/sweep");
    private readonly Option<bool> _json = CommandOptions.Json("train sweep-scale --model runs/instruct/model --data manifest.jsonl --json");
    private readonly TrainDataOptions _data;
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private SweepScaleCommand(Command command, CommandIo io)
    {
        _io = io;
        foreach (var option in new Option[] { _model, _split, _scales, _limit, _tokens, _out, _json }) command.Add(option);
        _split.AcceptOnlyFromAmong("train", "valid", "test");
        (_data, _engine) = (new TrainDataOptions(command), new EngineOptions(command));
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    public static Command Build(CommandIo io)
    {
        var command = new Command("sweep-scale", "Measure tasks and stories at several LoRA scales, as figure 3 of the SALMONN paper does.");
        _ = new SweepScaleCommand(command, io);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_model) ?? throw new UsageException("No model is named; say --model FOLDER.");
        var split = parsed.GetValue(_split) ?? "test";
        var data = _data.Load(parsed, null, _io, cancellationToken);
        if (data.Split(split) is not { Count: > 0 } items) throw new TrainingException($"The data has no example of the split '{split}'; name another with --split.");
        var engine = _engine.Start(parsed);
        var path = ModelFolders.Resolve(name);
        using var model = SalmonnModel.Load(path, new SalmonnOptions { Device = engine.Settings.Device, DecoderType = engine.Type, Resolve = ModelFolders.Resolve });
        var features = _data.Features(parsed, model, Encoders(path), new ClipVariants());
        var scales = parsed.GetValue(_scales) is { Length: > 0 } named ? named : [.. Enumerable.Range(0, 5).Select(quarter => model.Config.LoraScaling * quarter / 4)];
        using var progress = new ProgressLine(_io, "asking", "scales");
        var points = ScaleSweep.Measure(
            new Answerer(model, features), items, data.Tasks, scales, parsed.GetValue(_limit) ?? 40, parsed.GetValue(_tokens) ?? 64,
            (scale, task) => progress.Report(Array.IndexOf(scales, scale), scales.Length, string.Create(CultureInfo.InvariantCulture, $"{task} at {scale:0.##}")), cancellationToken);
        progress.Dispose();
        var result = ScaleSweepOutput.Of(name, split, points);
        if (parsed.GetValue(_out) is { } folder) result = result with { Report = await Page(result, points, folder, cancellationToken) };
        if (parsed.GetValue(_json)) _io.WriteDocument(result, CliJson.Documents.ScaleSweepOutput);
        else Tell(points, result.Report);
        return ExitCode.Done;
    }

    private static string Encoders(string path)
    {
        var folder = SalmonnFolder.Read(path);
        var parts = folder.Parts(path, ModelFolders.Resolve);
        return LoadedTrainee.EncodersOf(ModelIdentity.Short(parts.Whisper), parts.Beats is null ? null : ModelIdentity.Short(parts.Beats), folder.Config.TrimToClip);
    }

    private static Task<string> Page(ScaleSweepOutput result, IReadOnlyList<ScalePoint> points, string folder, CancellationToken cancellationToken)
    {
        var charts = result.Scales[0].Scores.Select((score, place) => new CurveChart(
            $"{score.Task}: {score.Metric}", "LoRA scale",
            [new CurveLine(score.Metric, [.. result.Scales.Select(scale => new CurvePoint(scale.Scale, scale.Scores[place].Value, scale.Scores[place].Low, scale.Scores[place].High))])])).ToArray();
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = result.Model, ["split"] = result.Split };
        var notes = points.SelectMany(point => point.Stories.Select(story => new CurveNote(string.Create(CultureInfo.InvariantCulture, $"A story at {point.Scale:0.##}"), story))).ToArray();
        return CurveReport.Build(new CurvePage($"LoRA scales of {result.Model}", facts, charts, notes), folder, cancellationToken);
    }

    private void Tell(IReadOnlyList<ScalePoint> points, string? report)
    {
        foreach (var point in points)
            _io.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.Scale:0.##}\t{string.Join('\t', point.Scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Task} {score.Metric} {score.Value.Value:0.000} [{score.Value.Low:0.000}, {score.Value.High:0.000}] n {score.Value.Count}")))}"));
        if (report is not null) _io.Out.WriteLine(report);
    }
}
