namespace Audire.Training;

/// <summary>How a loss is to be computed.</summary>
/// <param name="Training">True while training: dropout is active and gradients are kept. False while measuring.</param>
/// <param name="CheckpointedLayers">How many layers, from the first, compute their activations again in the backward pass instead of keeping them: less memory, more time. 0 for none, <see cref="int.MaxValue"/> for all.</param>
public readonly record struct TrainingPass(bool Training, int CheckpointedLayers = 0)
{
    /// <summary>Measuring: no dropout, no gradients.</summary>
    public static TrainingPass Measuring => default;
}
