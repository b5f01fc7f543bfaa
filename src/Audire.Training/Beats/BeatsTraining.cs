using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Training.Labels;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>
/// Trains a small BEATs from clips to files: pretraining without labels, or fine-tuning on label sets. The folder holds the run, resumes it, and in
/// the end has <see cref="BeatsFiles.Encoder"/> with the weights of the best evaluation.
/// </summary>
/// <param name="options">How.</param>
public sealed class BeatsTraining(BeatsTrainingOptions options)
{
    private const double WarmupShare = 0.1;

    /// <summary>Told of every line of the log as it is written.</summary>
    public Action<RunLine>? Logged { get; init; }

    /// <summary>Told of every file that cannot be read, once, with the reason.</summary>
    public Action<string, string>? Skipped { get; init; }

    /// <summary>Goes on although settings differ from those the run was started with.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>Trains to the end, or until it is asked to stop.</summary>
    /// <param name="clips">Clips to train on.</param>
    /// <param name="heldOut">Clips to measure on: other speakers and sources than those trained on.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellationToken">Stops after the step at hand; the state is saved then.</param>
    /// <exception cref="TrainingException">There is nothing to train on, a loss is not finite, or the folder belongs to another run.</exception>
    public TrainingResult Run(IReadOnlyList<LabelledClip> clips, IReadOnlyList<LabelledClip> heldOut, string folder, CancellationToken cancellationToken)
    {
        var device = TorchRuntime.Start().Device;
        var sets = options.Pretrain ? [] : LabelSet.Of(clips.SelectMany(clip => clip.Labels));
        if (!options.Pretrain && sets.Count == 0) throw new TrainingException("The training clips have no label set of two or more labels; give labels, or pretrain (--pretrain).");
        var usable = options.Pretrain ? clips : [.. clips.Where(clip => sets.Any(set => clip.Labels.ContainsKey(set.Name)))];
        using var run = TrainingRun.Open(folder);
        using var trainee = Create(sets, device);
        var loader = new BeatsLoader(trainee.Model.Config, sets, options.LongestSeconds) { Skipped = Skipped };
        var batches = new BeatsBatches(usable, loader, options.Batches);
        using var held = new HeldOutClips(heldOut, loader, options.Batches.BatchSize, cancellationToken);
        IEvaluation evaluation = trainee is BeatsFineTuning tuned ? new LabelAccuracy<BeatsExample>(tuned, held) : new LossEvaluation<BeatsExample>(trainee, held);
        var trainer = new Trainer<BeatsExample>(trainee, batches, Settings(), run, evaluation) { Logged = Logged, AllowChanges = AllowChanges };
        var result = trainer.Run(cancellationToken);
        if (!result.Finished) return result;
        using (no_grad()) run.LoadWeights(result.BestStep ?? result.Step, trainee.Trainable);
        BeatsFiles.Write(folder, trainee);
        return result;
    }

    private BeatsTrainee Create(IReadOnlyList<LabelSet> sets, Device device)
    {
        var model = Start(device);
        return options.Pretrain
            ? BeatsPretraining.Create(model, options.Pretraining with { Seed = options.Seed })
            : BeatsFineTuning.Create(model, sets, options.FineTuning with { Seed = options.Seed });
    }

    // A checkpoint's own head is left behind.
    private BeatsModel Start(Device device)
    {
        if (options.From is not { } path) return BeatsTrainee.NewModel(options.Config with { Classes = 0 }, null, options.Seed, device);
        using var checkpoint = Checkpoint.Open(path);
        return BeatsTrainee.NewModel(BeatsConfigReader.Read(checkpoint) with { Classes = 0 }, new CheckpointWeights(checkpoint), options.Seed, device);
    }

    private TrainingSettings Settings() => new()
    {
        Steps = options.Steps,
        Rate = new CosineRate(options.Rate, (long)(WarmupShare * options.Steps), options.Steps, Least: options.Rate / 100),
        Optimiser = new AdamWSettings { WeightDecay = options.WeightDecay, Beta2 = 0.98 },
        Seed = options.Seed,
        EvaluateEvery = options.EvaluateEvery,
        SaveEvery = options.SaveEvery,
        LogEvery = options.LogEvery,
        Further = new Dictionary<string, string>(StringComparer.Ordinal) { ["longest clip"] = FormattableString.Invariant($"{options.LongestSeconds:r} s") },
    };
}
