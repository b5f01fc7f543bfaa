using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Training;
using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Optimisation;
using Audire.Training.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary>The options that say how steps are made: how many, how large, at which rate, and what is saved and measured between them.</summary>
internal sealed class TrainStepOptions
{
    private readonly Option<long?> _steps = CommandOptions.Value<long?>("--steps", "Steps of the optimiser", "the stage's", "5000").Within(1L, 1_000_000_000L);
    private readonly Option<int?> _batch = CommandOptions.Value<int?>("--batch-size", "Examples a batch", "16", "8").Within(1, 4096);
    private readonly Option<int?> _gather = CommandOptions.Value<int?>("--accumulate", "Batches a step", "1", "4").Within(1, 4096);
    private readonly Option<Accumulation?> _how = CommandOptions.Value<Accumulation?>("--accumulation", "How several batches become one step: WeightedMean, Mean or Reference", "WeightedMean", "Reference");
    private readonly Option<double?> _rate = CommandOptions.Value<double?>("--rate", "Highest learning rate", "the stage's", "0.0005").Within(0.0, 1.0);
    private readonly Option<double?> _least = CommandOptions.Value<double?>("--least-rate", "Rate at the end", "a twentieth of the highest", "0.00001").Within(0.0, 1.0);
    private readonly Option<string?> _schedule = CommandOptions.Value<string?>("--schedule", "Course of the rate: cosine, linear, constant or salmonn", "cosine", "linear");
    private readonly Option<long?> _warmup = CommandOptions.Value<long?>("--warmup", "Steps of warming up", "a twentieth of all", "200").Within(0L, 1_000_000_000L);
    private readonly Option<double?> _decay = CommandOptions.Value<double?>("--decay", "Weight decay", "0.05", "0.01").Within(0.0, 10.0);
    private readonly Option<double?> _clip = CommandOptions.Value<double?>("--clip", "Largest norm of the gradient; 0 for no limit", "1", "0.5").Within(0.0, 1e9);
    private readonly Option<long?> _seed = CommandOptions.Value<long?>("--seed", "Seed of everything random", "42", "7");
    private readonly Option<TaskBalance?> _balance = CommandOptions.Value<TaskBalance?>("--balance", "How often tasks are drawn: Natural (as their size), Root (of their size) or Equal", "Root", "Equal");
    private readonly Option<string[]> _weights = CommandOptions.Values("--task-weight", "A further factor for a task", "1 for all", "digit=2");
    private readonly Option<bool> _unsorted = CommandOptions.Flag("--no-buckets", "Do not put clips of similar length together", "train --stage instruct --no-buckets");
    private readonly Option<int?> _variants = CommandOptions.Value<int?>("--variants", "Variants of each training clip (gain, noise, speed, band), itself included", "1", "4").Within(1, 1000);
    private readonly Option<bool> _recompute = CommandOptions.Flag("--checkpoint-activations", "Compute activations again in the backward pass: less memory, more time", "train --stage instruct --checkpoint-activations");
    private readonly Option<int?> _recomputed = CommandOptions.Value<int?>("--checkpoint-layers", "Decoder layers, from the first, that compute their activations again: between all and none, for the memory at hand", "0, or all with --checkpoint-activations", "10").Within(0, 1000);
    private readonly Option<int?> _save = CommandOptions.Value<int?>("--save-every", "Steps between checkpoints", "100", "500").Within(1, 1_000_000);
    private readonly Option<int?> _evaluate = CommandOptions.Value<int?>("--evaluate-every", "Steps between evaluations; 0 for one at the end", "250", "1000").Within(0, 1_000_000);
    private readonly Option<int?> _asked = CommandOptions.Value<int?>("--evaluate-clips", "Held-out clips asked of each task; 0 measures the loss alone", "40", "100").Within(0, 1_000_000);
    private readonly Option<int?> _tokens = CommandOptions.Value<int?>("--evaluate-tokens", "Tokens an answer may have then", "48", "200").Within(1, 4096);
    private readonly Option<int?> _keep = CommandOptions.Value<int?>("--keep", "Checkpoints kept besides the best", "2", "5").Within(1, 1000);
    private readonly Option<int?> _log = CommandOptions.Value<int?>("--log-every", "Steps between lines of the log", "1", "10").Within(1, 1_000_000);
    private readonly Option<int?> _stories = CommandOptions.Value<int?>("--stories", "Stories written in activation tuning", "12", "24").Within(1, 10_000);
    private readonly Option<double?> _storyScale = CommandOptions.Value<double?>("--story-scale", "LoRA scale they are written with", "half of the model's", "1").Within(0.0, 1000.0);

    /// <summary>Declares the options on a command.</summary>
    public TrainStepOptions(Command command)
    {
        _schedule.AcceptOnlyFromAmong("cosine", "linear", "constant", "salmonn");
        foreach (var option in new Option[] { _steps, _batch, _gather, _how, _rate, _least, _schedule, _warmup, _decay, _clip, _seed, _balance, _weights, _unsorted, _variants, _recompute, _recomputed, _save, _evaluate, _asked, _tokens, _keep, _log, _stories, _storyScale })
            command.Add(option);
    }

    /// <summary>The seed.</summary>
    public long Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 42;

    /// <summary>Variants of each training clip.</summary>
    public ClipVariants Variants(ParseResult parsed) => new(parsed.GetValue(_variants) ?? 1, Seed(parsed));

    /// <summary>What was asked for, over the stage's own values.</summary>
    public SalmonnTrainingOptions Read(ParseResult parsed, TrainingStage stage)
    {
        var preset = TrainPreset.Of(stage);
        var steps = parsed.GetValue(_steps) ?? (stage == TrainingStage.Activate ? parsed.GetValue(_stories) ?? preset.Steps : preset.Steps);
        return new SalmonnTrainingOptions
        {
            Stage = stage,
            BatchSize = parsed.GetValue(_batch) ?? 16,
            Balance = parsed.GetValue(_balance) ?? TaskBalance.Root,
            TaskWeights = Weights(parsed.GetValue(_weights) ?? []),
            Buckets = !parsed.GetValue(_unsorted),
            Variants = Variants(parsed),
            AskedPerTask = parsed.GetValue(_asked) ?? 40,
            AnswerTokens = parsed.GetValue(_tokens) ?? 48,
            Stories = parsed.GetValue(_stories) ?? ActivationTuning.Published,
            StoryScale = parsed.GetValue(_storyScale),
            Settings = new TrainingSettings
            {
                Steps = steps,
                Rate = Rate(parsed, preset, steps),
                Optimiser = new AdamWSettings { WeightDecay = parsed.GetValue(_decay) ?? 0.05 },
                BatchesPerStep = parsed.GetValue(_gather) ?? 1,
                Accumulation = parsed.GetValue(_how) ?? Accumulation.WeightedMean,
                ClipNorm = parsed.GetValue(_clip) is { } clip ? (clip == 0 ? null : clip) : 1,
                Seed = Seed(parsed),
                CheckpointedLayers = parsed.GetValue(_recomputed) ?? (parsed.GetValue(_recompute) ? int.MaxValue : 0),
                SaveEvery = parsed.GetValue(_save) ?? 100,
                EvaluateEvery = parsed.GetValue(_evaluate) ?? preset.EvaluateEvery,
                Keep = parsed.GetValue(_keep) ?? 2,
                LogEvery = parsed.GetValue(_log) ?? 1,
            },
        };
    }

    private ILearningRate Rate(ParseResult parsed, TrainPreset preset, long steps)
    {
        const long PublishedEpoch = 3000;
        var peak = parsed.GetValue(_rate) ?? preset.Rate;
        var least = parsed.GetValue(_least) ?? peak / 20;
        var warmup = parsed.GetValue(_warmup) ?? (preset.Schedule == "constant" ? 0 : steps / 20);
        return (parsed.GetValue(_schedule) ?? preset.Schedule) switch
        {
            "linear" => new LinearRate(peak, warmup, steps, least),
            "constant" => new ConstantRate(peak, warmup),
            "salmonn" => new SalmonnRate(peak, least, peak / 30, warmup, Math.Min(PublishedEpoch, steps), Math.Max(1, steps / PublishedEpoch)),
            _ => new CosineRate(peak, warmup, steps, least),
        };
    }

    private static Dictionary<string, double> Weights(string[] texts)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var parts = text.Split('=');
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || weight < 0)
                throw new UsageException($"--task-weight is '{text}'; write TASK=FACTOR, say digit=2.");
            weights[parts[0]] = weight;
        }
        return weights;
    }
}
