using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Packed;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A checkpoint as the source of a model's weights, by its own names; matrices that <c>audire models convert</c> quantised go by theirs.</summary>
public sealed class CheckpointWeights : IWeightSource
{
    private readonly Checkpoint _parameters;
    private readonly PackedMatrices _packed;

    /// <summary>Reads names and shapes.</summary>
    /// <param name="checkpoint">The open checkpoint; it must stay open until the model is built.</param>
    /// <exception cref="CheckpointException">Parts of a quantised matrix do not fit each other.</exception>
    public CheckpointWeights(Checkpoint checkpoint)
    {
        Origin = checkpoint.Path;
        _parameters = checkpoint.StateDict();
        _packed = new PackedMatrices(_parameters);
    }

    /// <inheritdoc/>
    public string Origin { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _packed.Names.Count == 0 ? [.. _parameters.Tensors.Keys] : [.. _parameters.Tensors.Keys.Select(stored => PackedNames.Parse(stored).Name).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public long[]? ShapeOf(string name) => _packed.ShapeOf(name) ?? (_parameters.Tensors.TryGetValue(name, out var entry) ? entry.Shape : null);

    /// <inheritdoc/>
    public Tensor Load(string name) => _packed.ShapeOf(name) is null || _parameters.Tensors.ContainsKey(name) ? _parameters.Load(name) : _packed.Load(name);

    /// <inheritdoc/>
    public Q4Blocks? LoadQ4(string name) => _packed.LoadQ4(name) ?? (_parameters.Tensors.ContainsKey(name) ? _parameters.LoadQ4(name) : null);

    /// <inheritdoc/>
    public Q8Rows? LoadQ8(string name) => _packed.LoadQ8(name);
}
