using System.Globalization;
using Audire.Models.Generation;
using Audire.Models.Salmonn;
using Audire.Training.Bridges;
using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Labels;
using Audire.Training.Runs;
using static TorchSharp.torch;

namespace Audire.Training.Salmonn;

/// <summary>Does a stage of SALMONN's training: fills the feature cache, trains with evaluations, and leaves the best weights in the model.</summary>
/// <param name="model">Loaded for training; stays the caller's.</param>
/// <param name="identity">What its frozen parts and first weights are, by name: hashes.</param>
/// <param name="data">The examples.</param>
/// <param name="features">Gives what the encoders say.</param>
/// <param name="options">How.</param>
public sealed class SalmonnTraining(
    SalmonnModel model, IReadOnlyDictionary<string, string> identity, TrainingData data, FeatureLoader features, SalmonnTrainingOptions options)
{
    /// <summary>Told of every line of the log as it is written.</summary>
    public Action<RunLine>? Logged { get; init; }

    /// <summary>Told what is being prepared, how much is done, of how much.</summary>
    public Action<string, int, int>? Preparing { get; init; }

    /// <summary>Goes on although settings differ from those the run was started with.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>Trains to the end, or until it is asked to stop.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="cancellationToken">Stops after the step at hand; the state is saved then.</param>
    /// <exception cref="TrainingException">There is nothing to train on, a number is not finite, or the folder belongs to another run.</exception>
    public TrainingResult Run(TrainingRun run, CancellationToken cancellationToken)
    {
        var (train, valid) = (data.Split("train"), data.Split("valid"));
        if (train.Count == 0) throw new TrainingException("No example of the split 'train' is left to train on; what was skipped is named above.");
        features.Fill(train, options.Stage == TrainingStage.Activate ? 1 : features.Variants.Count, Prepared("encoding clips"), cancellationToken);
        features.Fill(valid, 1, Prepared("encoding held-out clips"), cancellationToken);
        if (options.Stage == TrainingStage.Bridge) return TrainBridge(run, train, valid, cancellationToken);
        var trainee = new SalmonnTrainee(model, identity) { Drops = options.Drops };
        var answerer = new Answerer(model, features);
        var batches = options.Stage == TrainingStage.Activate ? Stories(run, answerer, train, cancellationToken) : Batches(train, options.BatchSize, options.Settings.Seed);
        var evaluation = valid.Count == 0 ? null : new SalmonnEvaluation(trainee, HeldOut(valid), answerer, valid, data.Tasks, options.AskedPerTask, options.AnswerTokens);
        var trainer = new Trainer<HeardExample>(trainee, batches, Settings(), run, evaluation) { Logged = Logged, AllowChanges = AllowChanges };
        var result = trainer.Run(cancellationToken);
        // Activation tuning trades what a held-out score measures for what it does not: there the last weights are the result.
        if (result is { Finished: true, BestStep: { } best } && best != result.Step && options.Stage != TrainingStage.Activate)
            using (no_grad()) run.LoadWeights(best, trainee.Trainable);
        return result;
    }

    private TrainingResult TrainBridge(TrainingRun run, IReadOnlyList<SurveyedItem> train, IReadOnlyList<SurveyedItem> valid, CancellationToken cancellationToken)
    {
        var (labelled, held) = (BridgeBatches.Labelled(train), BridgeBatches.Labelled(valid));
        using var trainee = new BridgeTuning(model, BridgeBatches.SetsOf(train), new LabelOptions(Seed: options.Settings.Seed), identity);
        var batches = new BridgeBatches(labelled, trainee.Sets, Sampler(labelled, options.BatchSize, options.Settings.Seed), features);
        var evaluation = held.Count == 0 ? null : new LabelAccuracy<BridgeExample>(trainee, new HeldOutBridge(held, trainee.Sets, options.BatchSize, features));
        var trainer = new Trainer<BridgeExample>(trainee, batches, Settings(), run, evaluation) { Logged = Logged, AllowChanges = AllowChanges };
        var result = trainer.Run(cancellationToken);
        if (result is { Finished: true, BestStep: { } best } && best != result.Step)
            using (no_grad()) run.LoadWeights(best, trainee.Trainable);
        return result;
    }

    private BatchSampler Sampler(IReadOnlyList<SurveyedItem> items, int size, long seed) => new(
        [.. items.Select(item => item.Item.Task)], [.. items.Select(Length)], size, seed, options.Balance, options.TaskWeights, options.Buckets);

    private IBatchSource<HeardExample> Stories(TrainingRun run, Answerer answerer, IReadOnlyList<SurveyedItem> clips, CancellationToken cancellationToken)
    {
        var generation = new GenerationOptions { MaxNewTokens = options.StoryTokens, Temperature = options.StoryTemperature, TopP = 0.95, RepetitionPenalty = 1.1, Seed = (ulong)options.Settings.Seed };
        var preferred = clips.OrderBy(clip => clip.Item.Task.Contains("caption", StringComparison.Ordinal) ? 0 : 1).ThenBy(clip => StepSeed.Of(clip.Hash)).ToArray();
        var stories = ActivationTuning.Stories(
            run, answerer, preferred, data.Tasks, options.StoryScale ?? model.Config.LoraScaling / 2, options.Stories, generation, Prepared("writing stories"), cancellationToken);
        return ActivationTuning.Batches(stories, clips, features);
    }

    private SalmonnBatches Batches(IReadOnlyList<SurveyedItem> items, int size, long seed)
    {
        return new SalmonnBatches(items, Sampler(items, size, seed), features, data.Tasks, seed)
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["batch size"] = size.ToString(CultureInfo.InvariantCulture),
                ["balance"] = options.Balance.ToString(),
                ["task weights"] = string.Join(", ", options.TaskWeights.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value:r}"))),
                ["buckets"] = options.Buckets ? "yes" : "no",
            },
        };
    }

    // Rows of a batch are filled up to its longest: what counts is tokens, those of the sound and, roughly, those of the words.
    private double Length(SurveyedItem item)
    {
        const double LettersPerToken = 4;
        var bridge = model.Config.Bridge;
        var sound = (model.Config.TrimToClip ? item.Seconds : 0) / bridge.Windows.SecondsPerStride * bridge.QFormer.Queries;
        return sound + ((item.Item.Question.Length + item.Item.Text.Length) / LettersPerToken);
    }

    private HeldOutBatches HeldOut(IReadOnlyList<SurveyedItem> valid) => new(valid, options.BatchSize, features, data.Tasks);

    private TrainingSettings Settings() => options.Settings with
    {
        Further = new Dictionary<string, string>(options.Settings.Further, StringComparer.Ordinal)
        {
            ["stage"] = options.Stage.ToString(),
            ["dropout"] = options.Drops ? "yes" : "no",
        },
    };

    private Action<int, int>? Prepared(string what) => Preparing is null ? null : (done, all) => Preparing(what, done, all);
}
