using Audire.Training.Optimisation;

namespace Audire.Training;

/// <summary>How a run is done.</summary>
public sealed record TrainingSettings
{
    /// <summary>Steps of the optimiser in all.</summary>
    public required long Steps { get; init; }

    /// <summary>The learning rate.</summary>
    public required ILearningRate Rate { get; init; }

    /// <summary>AdamW's settings.</summary>
    public AdamWSettings Optimiser { get; init; } = new();

    /// <summary>Which parameters are decayed, by name and number of dimensions.</summary>
    /// <value>The default is <see cref="WeightDecayRule.Salmonn"/>.</value>
    public Func<string, int, bool> Decays { get; init; } = WeightDecayRule.Salmonn;

    /// <summary>Batches a step.</summary>
    /// <value>The default is 1.</value>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>How several batches become one step.</summary>
    /// <value>The default is <see cref="Training.Accumulation.WeightedMean"/>.</value>
    public Accumulation Accumulation { get; init; } = Accumulation.WeightedMean;

    /// <summary>The largest norm of the gradient; null clips nothing, as the reference does.</summary>
    /// <value>The default is 1.</value>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>Seed of everything random in the run.</summary>
    /// <value>The default is 42.</value>
    public long Seed { get; init; } = 42;

    /// <summary>How many layers, from the first, compute their activations again in the backward pass instead of keeping them.</summary>
    /// <value>The default is 0; <see cref="int.MaxValue"/> means all.</value>
    public int CheckpointedLayers { get; init; }

    /// <summary>Steps between lines of the log; the first and the last step are always there.</summary>
    /// <value>The default is 1.</value>
    public int LogEvery { get; init; } = 1;

    /// <summary>Steps between checkpoints.</summary>
    /// <value>The default is 100.</value>
    public int SaveEvery { get; init; } = 100;

    /// <summary>Steps between evaluations; 0 for none but the last.</summary>
    /// <value>The default is 100.</value>
    public int EvaluateEvery { get; init; } = 100;

    /// <summary>Checkpoints kept besides the best.</summary>
    /// <value>The default is 2.</value>
    public int Keep { get; init; } = 2;

    /// <summary>Batches loaded ahead of the one that is computed.</summary>
    /// <value>The default is 2.</value>
    public int Ahead { get; init; } = 2;

    /// <summary>Further settings that the weights depend on; part of the run's identity.</summary>
    public IReadOnlyDictionary<string, string> Further { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
