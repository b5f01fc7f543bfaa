using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A checkpoint as the source of a model's weights, by its own names.</summary>
/// <param name="checkpoint">The open checkpoint; it must stay open until the model is built.</param>
public sealed class CheckpointWeights(Checkpoint checkpoint) : IWeightSource
{
    private readonly Checkpoint _parameters = checkpoint.StateDict();

    /// <inheritdoc/>
    public string Origin => checkpoint.Path;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. _parameters.Tensors.Keys];

    /// <inheritdoc/>
    public long[]? ShapeOf(string name) => _parameters.Tensors.TryGetValue(name, out var entry) ? entry.Shape : null;

    /// <inheritdoc/>
    public Tensor Load(string name) => _parameters.Load(name);

    /// <inheritdoc/>
    public Q4Blocks? LoadQ4(string name) => _parameters.LoadQ4(name);
}
