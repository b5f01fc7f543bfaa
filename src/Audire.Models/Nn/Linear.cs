using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>y = x·Wᵀ + b over the last dimension, whatever form the weights are held in. Activations are float32 in and out.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract class Linear
{
    private protected Linear(long inFeatures, long outFeatures)
    {
        InFeatures = inFeatures;
        OutFeatures = outFeatures;
    }

    /// <summary>Width of the input.</summary>
    public long InFeatures { get; }

    /// <summary>Width of the output.</summary>
    public long OutFeatures { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">[..., <see cref="InFeatures"/>], float32.</param>
    /// <returns>[..., <see cref="OutFeatures"/>], float32, like small intermediate results owned by the caller's dispose scope.</returns>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Bytes of weights that one product reads.</summary>
    public abstract long Bytes { get; }

    /// <summary>What a product of one row is made of; null where it takes more than that.</summary>
    internal virtual ProductParts? RowProduct => null;

    private protected long RowsOf(Tensor x) => x.numel() / InFeatures;
}
