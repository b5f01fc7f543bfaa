using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Where and in which precision a model's weights are placed.</summary>
public sealed record WeightOptions
{
    /// <summary>The device that holds the weights and computes.</summary>
    /// <value>The default is the CPU.</value>
    public Device Device { get; init; } = CPU;

    /// <summary>How matrices are held.</summary>
    /// <value>The default is <see cref="WeightType.F32"/>.</value>
    public WeightType Type { get; init; } = WeightType.F32;

    /// <summary>Takes shapes only: tensors are made on the meta device, which allocates nothing and cannot compute.</summary>
    /// <value>The default is false.</value>
    public bool ShapesOnly { get; init; }

    /// <summary>
    /// Whether gradients will pass through the model: matrices stay in rows, where for inference alone they may be packed for the CPU's quickest
    /// product, which has to unpack them for every gradient. Implied by <see cref="Trainable"/>.
    /// </summary>
    /// <value>The default is false.</value>
    public bool ForTraining { get; init; }

    /// <summary>
    /// Which tensors, by their full names in the checkpoint, are trained: they are held as float32 copies of their own that gradients
    /// reach, whatever <see cref="Type"/> says; all others hold no gradient.
    /// </summary>
    /// <value>The default is null: none is trained.</value>
    public Func<string, bool>? Trainable { get; init; }
}
