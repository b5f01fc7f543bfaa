using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>The weights of one model, and the one owner of them.</summary>
public sealed class WeightSet : IDisposable
{
    private readonly List<Tensor> _tensors;
    private readonly HalfMatrices? _halves;

    internal WeightSet(List<Tensor> tensors, HalfMatrices? halves, IReadOnlyDictionary<string, long[]> shapes, IReadOnlyDictionary<string, Tensor> trainable)
    {
        (_tensors, _halves) = (tensors, halves);
        Shapes = shapes;
        Trainable = trainable;
        Bytes = tensors.Sum(tensor => tensor.numel() * tensor.element_size()) + (halves?.Bytes ?? 0);
        Parameters = shapes.Values.Sum(shape => shape.Aggregate(1L, (product, side) => product * side));
    }

    /// <summary>Every parameter the model asked for by the checkpoint's name, with its shape.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; }

    /// <summary>
    /// The tensors that are trained, by the checkpoint's names and in their order: float32 leaves, changed in place by an optimiser. Empty
    /// unless <see cref="WeightOptions.Trainable"/> chose some.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    /// <summary>Memory the weights take, in bytes; mapped files count.</summary>
    public long Bytes { get; }

    /// <summary>Number of parameters, a tied matrix counted once.</summary>
    public long Parameters { get; }

    /// <summary>Frees the weights; the model must not be used afterwards.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
        _tensors.Clear();
        _halves?.Dispose();
    }
}
