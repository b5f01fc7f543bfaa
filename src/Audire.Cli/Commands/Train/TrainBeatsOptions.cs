using System.CommandLine;
using Audire.Training.Augmentation;
using Audire.Training.Beats;

namespace Audire.Cli.Commands.Train;

/// <summary>The options that say how a BEATs is trained.</summary>
internal sealed class TrainBeatsOptions
{
    private static readonly BeatsTrainingOptions Usual = new();

    private readonly Option<bool> _pretrain = CommandOptions.Flag("--pretrain", "Predict the codes of hidden patches instead of labels", "train beats --data manifest.jsonl --out runs/pretrained --pretrain");
    private readonly Option<string?> _from = CommandOptions.Value<string?>("--from", "A BEATs checkpoint to begin with", "none: first values are drawn", "runs/pretrained/beats.safetensors");
    private readonly Option<long?> _steps = CommandOptions.Value<long?>("--steps", "Steps of the optimiser", "4000", "8000").Within(1L, 100_000_000L);
    private readonly Option<int?> _batch = CommandOptions.Value<int?>("--batch-size", "Clips a step", "16", "32").Within(1, 4096);
    private readonly Option<double?> _rate = CommandOptions.Value<double?>("--rate", "Highest learning rate", "0.0005", "0.001").Within(0.0, 1.0);
    private readonly Option<double?> _seconds = CommandOptions.Value<double?>("--seconds", "What is heard of a longer clip", "6", "10").Within(0.2, 30.0);
    private readonly Option<double?> _balance = CommandOptions.Value<double?>("--balance", "0 draws clips alike, 1 draws every label as often as any other", "0.5", "1").Within(0.0, 1.0);
    private readonly Option<double?> _dropout = CommandOptions.Value<double?>("--dropout", "Share of activations dropped", "0.1", "0.2").Within(0.0, 0.9);
    private readonly Option<bool> _plain = CommandOptions.Flag("--no-augmentation", "Hear clips as they are, with nothing changed or masked", "train beats --data manifest.jsonl --out runs/beats --no-augmentation");
    private readonly Option<int?> _layers = CommandOptions.Value<int?>("--layers", "Blocks of the encoder", "4", "6").Within(1, 64);
    private readonly Option<int?> _width = CommandOptions.Value<int?>("--width", "Width of the encoder, a multiple of 4 heads", "192", "256").Within(16, 4096);
    private readonly Option<int?> _every = CommandOptions.Value<int?>("--evaluate-every", "Steps between evaluations and checkpoints", "200", "500").Within(1, 1_000_000);
    private readonly Option<long?> _seed = CommandOptions.Value<long?>("--seed", "Seed of everything random", "42", "7");
    private readonly Option<bool> _changes = CommandOptions.Flag("--allow-changes", "Go on although settings differ from those the run began with", "train beats --data manifest.jsonl --out runs/beats --allow-changes");

    /// <summary>Declares the options on a command.</summary>
    public TrainBeatsOptions(Command command)
    {
        foreach (var option in new Option[] { _pretrain, _from, _steps, _batch, _rate, _seconds, _balance, _dropout, _plain, _layers, _width, _every, _seed, _changes }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_width) is { } width && width % 4 != 0) result.AddError($"--width is {width}; it must be a multiple of 4");
        });
    }

    /// <summary>Whether a run may go on under other settings.</summary>
    public bool AllowsChanges(ParseResult parsed) => parsed.GetValue(_changes);

    /// <summary>What was asked for.</summary>
    public BeatsTrainingOptions Read(ParseResult parsed)
    {
        var (seed, dropout, plain) = (parsed.GetValue(_seed) ?? Usual.Seed, parsed.GetValue(_dropout), parsed.GetValue(_plain));
        var width = parsed.GetValue(_width) ?? Usual.Config.Width;
        var every = parsed.GetValue(_every) ?? Usual.EvaluateEvery;
        return Usual with
        {
            Pretrain = parsed.GetValue(_pretrain),
            From = parsed.GetValue(_from),
            Config = Usual.Config with { Layers = parsed.GetValue(_layers) ?? Usual.Config.Layers, Width = width, FeedForward = 4 * width },
            Steps = parsed.GetValue(_steps) ?? Usual.Steps,
            Rate = parsed.GetValue(_rate) ?? Usual.Rate,
            LongestSeconds = parsed.GetValue(_seconds) ?? Usual.LongestSeconds,
            Batches = new(
                parsed.GetValue(_batch) ?? Usual.Batches.BatchSize, parsed.GetValue(_balance) ?? Usual.Batches.Balance,
                plain ? null : new ClipAugmentation(), plain || parsed.GetValue(_pretrain) ? null : new SpectrogramMasking(), seed),
            Pretraining = Usual.Pretraining with { Dropout = dropout ?? Usual.Pretraining.Dropout },
            FineTuning = Usual.FineTuning with { Dropout = dropout ?? Usual.FineTuning.Dropout },
            EvaluateEvery = every,
            SaveEvery = every,
            Seed = seed,
        };
    }
}
