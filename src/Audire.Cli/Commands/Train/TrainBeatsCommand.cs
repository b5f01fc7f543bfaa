using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Models.Runtime;
using Audire.Training.Beats;
using Audire.Training.Data;
using Audire.Training.Runs;

namespace Audire.Cli.Commands.Train;

/// <summary><c>audire train beats</c>: a small audio encoder, with labels or without.</summary>
internal sealed class TrainBeatsCommand
{
    private readonly Option<string[]> _data = CommandOptions.Values("--data", "Manifests of clips: JSON lines with path, text, task, label, split", "none", "corpus/manifest.jsonl");
    private readonly Option<string?> _out = CommandOptions.Value<string?>("--out", "The run's folder; it receives beats.safetensors", "none", "runs/beats");
    private readonly Option<string[]> _tasks = CommandOptions.Values("--tasks", "Tasks whose labels are learned", "all that have labels", "sound digit");
    private readonly Option<double?> _most = CommandOptions.Value<double?>("--max-seconds", "Longer clips take no part", "30", "15").Within(0.1, 3600.0);
    private readonly Option<bool> _json = CommandOptions.Json("train beats --data manifest.jsonl --out runs/beats --json");
    private readonly TrainBeatsOptions _how;
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private TrainBeatsCommand(Command command, CommandIo io)
    {
        _io = io;
        foreach (var option in new Option[] { _data, _out, _tasks, _most }) command.Add(option);
        _how = new TrainBeatsOptions(command);
        command.Add(_json);
        _engine = new EngineOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_data) is not { Length: > 0 }) result.AddError("No manifest is named; say --data FILE");
            if (result.GetValue(_out) is null) result.AddError("No folder is named; say --out FOLDER");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    public static Command Build(CommandIo io)
    {
        var command = new Command("beats", "Train a small BEATs encoder on labelled clips, or without labels with --pretrain.");
        _ = new TrainBeatsCommand(command, io);
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (options, folder) = (_how.Read(parsed), parsed.GetValue(_out)!);
        _engine.Start(parsed);
        FreedMemory.Keep();
        var heard = Survey(parsed, folder, cancellationToken);
        var tasks = parsed.GetValue(_tasks) is { Length: > 0 } named ? named : null;
        using var progress = new ProgressLine(_io, "training", "steps");
        var training = new BeatsTraining(options)
        {
            Logged = line => Tell(line, options.Steps, progress, parsed.GetValue(_json)),
            Skipped = (path, reason) => _io.Error.WriteLine($"{path} is left out: {reason}"),
            AllowChanges = _how.AllowsChanges(parsed),
        };
        var result = training.Run(Clips("train"), Clips("valid"), folder, cancellationToken);
        progress.Dispose();
        _io.Error.WriteLine(result.Finished
            ? string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(folder, BeatsFiles.Encoder)} has the weights of step {result.BestStep} ({result.BestValue:g4}).")
            : $"Stopped after step {result.Step}; the same command goes on from there.");
        return result.Finished ? ExitCode.Done : ExitCode.Stopped;

        IReadOnlyList<LabelledClip> Clips(string split) => LabelledClip.Of(heard.Where(item => item.Item.Split == split), tasks);
    }

    // Every clip is heard once: what cannot be used is counted and named.
    private IReadOnlyList<SurveyedItem> Survey(ParseResult parsed, string folder, CancellationToken cancellationToken)
    {
        var manifests = parsed.GetValue(_data)!.Select(path => TrainingManifest.Read(path, cancellationToken: cancellationToken)).ToList();
        using var progress = new ProgressLine(_io, "hearing clips", "clips");
        var (heard, unheard) = new ClipSurvey(folder).Survey(
            [.. manifests.SelectMany(manifest => manifest.Items)], parsed.GetValue(_most) ?? 30, (done, all) => progress.Report(done, all), cancellationToken);
        progress.Dispose();
        foreach (var skipped in manifests.SelectMany(manifest => manifest.Skipped).Concat(unheard)) _io.Error.WriteLine($"Left out, {skipped}");
        return heard;
    }

    private void Tell(RunLine line, long steps, ProgressLine progress, bool json)
    {
        if (json) _io.WriteLine(line, CliJson.Lines.RunLine);
        var detail = line.Metrics is { } metrics ? string.Join(", ", metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.000}")))
            : line.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}")
            : line.Note ?? "";
        if (line.Kind == RunLine.Stepped) progress.Report(line.Step, steps, detail, line.Seconds > 0 ? 1 / line.Seconds : null);
        else _io.Error.WriteLine($"step {line.Step}: {detail}");
    }
}
