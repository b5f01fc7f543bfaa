using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;
using Audire.Models.Runtime;
using Audire.Training;
using Audire.Training.Data;
using Audire.Training.Runs;
using Audire.Training.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary><c>audire train --stage …</c>: a stage of SALMONN's training.</summary>
internal sealed class StageTrainer
{
    private const string ModelFolder = "model";

    private readonly Option<TrainingStage?> _stage = CommandOptions.Value<TrainingStage?>("--stage", "The stage: bridge (a warm start of ours), pretrain, instruct or activate", "none", "pretrain");
    private readonly Option<string?> _out = CommandOptions.Value<string?>("--out", "The run's folder; it goes on where it was stopped, and in the end holds the model", "none", "runs/pretrain");
    private readonly Option<string?> _config = CommandOptions.Value<string?>("--config", "A YAML file of options, by their names without dashes", "none", "pretrain.yaml");
    private readonly Option<bool> _changes = CommandOptions.Flag("--allow-changes", "Go on although settings differ from those the run began with", "train --stage pretrain --out runs/pretrain --allow-changes");
    private readonly Option<bool> _json = CommandOptions.Json("train --stage pretrain --data manifest.jsonl --out runs/pretrain --json");
    private readonly TrainModelOptions _model;
    private readonly TrainDataOptions _data;
    private readonly TrainStepOptions _steps;
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private StageTrainer(Command command, CommandIo io)
    {
        _io = io;
        foreach (var option in new Option[] { _stage, _out, _config, _changes, _json }) command.Add(option);
        (_model, _data, _steps, _engine) = (new TrainModelOptions(command), new TrainDataOptions(command), new TrainStepOptions(command), new EngineOptions(command));
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    /// <summary>Gives a command the options and the action.</summary>
    public static void AddTo(Command command, CommandIo io) => _ = new StageTrainer(command, io);

    private int Run(ParseResult given, CancellationToken cancellationToken)
    {
        StopSignal.Patience = StopSignal.WholeStep;
        var parsed = given.GetValue(_config) is { } file ? ConfigFile.Merge(given, file) : given;
        var stage = parsed.GetValue(_stage) ?? throw new UsageException("No stage is named; say --stage bridge, pretrain, instruct or activate, or 'train beats' for a sound encoder.");
        var folder = parsed.GetValue(_out) ?? throw new UsageException("No folder is named; say --out FOLDER.");
        var options = _steps.Read(parsed, stage);
        using var run = TrainingRun.Open(folder);
        var data = _data.Load(parsed, TrainPreset.Of(stage).Tasks, _io, cancellationToken);
        var engine = _engine.Start(parsed);
        using var trainee = _model.Load(parsed, engine, options.Settings.Seed);
        FreedMemory.Return(); // packing weights takes as much again for a while
        FreedMemory.Keep();
        var features = _data.Features(parsed, trainee.Model, trainee.EncoderIdentity, options.Variants);
        run.Describe(Record(given, parsed, engine, stage, trainee, data));
        using var progress = new TrainProgress(_io, options.Settings.Steps, parsed.GetValue(_json));
        var training = new SalmonnTraining(trainee.Model, trainee.Identity, data, features, options)
        {
            Logged = progress.Tell,
            Preparing = progress.Prepare,
            AllowChanges = parsed.GetValue(_changes),
        };
        var result = training.Run(run, cancellationToken);
        progress.Dispose();
        return End(result, trainee, folder, stage);
    }

    private int End(TrainingResult result, LoadedTrainee trainee, string folder, TrainingStage stage)
    {
        if (!result.Finished)
        {
            _io.Error.WriteLine($"Stopped after step {result.Step}; the same command goes on from there.");
            return ExitCode.Stopped;
        }
        var target = Path.Combine(folder, ModelFolder);
        trainee.Folder.Save(target, trainee.Model.Trainable, trainee.Beats);
        var kept = stage == TrainingStage.Activate || result.BestStep is null ? $"step {result.Step}"
            : string.Create(CultureInfo.InvariantCulture, $"step {result.BestStep}, the best ({result.BestValue:0.000})");
        _io.Error.WriteLine($"{target} has the weights of {kept}; 'audire report {folder}' draws the curves.");
        return ExitCode.Done;
    }

    private static RunRecord Record(ParseResult given, ParseResult parsed, Engine engine, TrainingStage stage, LoadedTrainee trainee, TrainingData data) => new()
    {
        Title = $"SALMONN, stage {stage.ToString().ToLowerInvariant()}",
        Given = [.. given.Tokens.Select(token => token.Value)],
        Settings = Settings(parsed),
        Identity = trainee.Identity,
        Environment = JsonSerializer.SerializeToElement(RunEnvironments.Capture(EngineRecord.Of(engine)), CliJson.Lines.RunEnvironment),
        Skipped = data.SkippedByReason,
        Started = TimeProvider.System.GetUtcNow(),
    };

    // Every option that was given, here or in the file; defaults are those of the version recorded beside it.
    private static SortedDictionary<string, string> Settings(ParseResult parsed) => new(
        parsed.CommandResult.Command.Options.Where(option => parsed.GetResult(option) is { Implicit: false })
            .ToDictionary(option => option.Name.TrimStart('-'), option => string.Join(' ', parsed.GetResult(option)!.Tokens.Select(token => token.Value)), StringComparer.Ordinal), StringComparer.Ordinal);
}
