using Audire.Models.Beats;
using Audire.Training.Augmentation;
using Audire.Training.Labels;

namespace Audire.Training.Beats;

/// <summary>How a small BEATs is trained.</summary>
public sealed record BeatsTrainingOptions
{
    /// <summary>The shape that is trained unless another is asked for: 2.1 million parameters.</summary>
    public static BeatsConfig Small { get; } = new()
    {
        PatchWidth = 96, Width = 192, Layers = 4, Heads = 4, FeedForward = 768, PositionTaps = 32, PositionGroups = 4, Buckets = 64, MaxDistance = 400,
    };

    /// <summary>The model's shape; ignored where <see cref="From"/> names a checkpoint, which has its own.</summary>
    public BeatsConfig Config { get; init; } = Small;

    /// <summary>A checkpoint to begin with; null for first values drawn from the seed.</summary>
    public string? From { get; init; }

    /// <summary>True to predict the codes of hidden patches, false to name clips.</summary>
    public bool Pretrain { get; init; }

    /// <summary>Steps of the optimiser.</summary>
    /// <value>The default is 4,000.</value>
    public long Steps { get; init; } = 4000;

    /// <summary>Highest learning rate, reached after a tenth of the steps and falling along a cosine.</summary>
    /// <value>The default is 5e-4.</value>
    public double Rate { get; init; } = 5e-4;

    /// <summary>Weight decay.</summary>
    /// <value>The default is 0.05.</value>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>What is heard of a long clip at most, in seconds.</summary>
    /// <value>The default is 6.</value>
    public double LongestSeconds { get; init; } = 6;

    /// <summary>Batch size, balance of labels, changes of the sound.</summary>
    public BeatsBatchOptions Batches { get; init; } = new(Augmentation: new ClipAugmentation(), Masking: new SpectrogramMasking());

    /// <summary>How patches are hidden and numbered.</summary>
    public BeatsPretrainingOptions Pretraining { get; init; } = new();

    /// <summary>Dropout and label smoothing of the fine-tuning.</summary>
    public LabelOptions FineTuning { get; init; } = new();

    /// <summary>Steps between evaluations.</summary>
    /// <value>The default is 200.</value>
    public int EvaluateEvery { get; init; } = 200;

    /// <summary>Steps between checkpoints.</summary>
    /// <value>The default is 200.</value>
    public int SaveEvery { get; init; } = 200;

    /// <summary>Steps between lines of the log.</summary>
    /// <value>The default is 20.</value>
    public int LogEvery { get; init; } = 20;

    /// <summary>Seed of everything random.</summary>
    public long Seed { get; init; } = 42;
}
