namespace Audire.Training.Runs;

/// <summary>
/// Where a run stands, besides weights and moments. All that is random in a step is drawn from generators seeded by the run's seed and
/// the number of the step, and a batch follows from its number: so these few integers are the state of every sampler and generator.
/// </summary>
public sealed record RunState
{
    /// <summary>The layout of checkpoints that this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The layout this one was written in.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Steps of the optimiser done.</summary>
    public long Step { get; init; }

    /// <summary>Batches used, and so the number of the next.</summary>
    public long Batches { get; init; }

    /// <summary>Examples used.</summary>
    public long Examples { get; init; }

    /// <summary>Seconds spent training, over all sittings.</summary>
    public double Seconds { get; init; }

    /// <summary>The seed that all randomness follows from.</summary>
    public long Seed { get; init; }

    /// <summary>The step of the last evaluation; null before the first.</summary>
    public long? EvaluatedStep { get; init; }

    /// <summary>The step whose weights were the best at an evaluation; null before the first.</summary>
    public long? BestStep { get; init; }

    /// <summary>The metric by which it was the best.</summary>
    public string? BestMetric { get; init; }

    /// <summary>Its value there.</summary>
    public double? BestValue { get; init; }

    /// <summary>Everything the course of the weights depends on, by name.</summary>
    public IReadOnlyDictionary<string, string> Identity { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
