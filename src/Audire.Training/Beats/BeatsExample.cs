using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>A clip as BEATs hears it, with its classes.</summary>
/// <param name="name">Its file.</param>
/// <param name="features">Normalised filter banks, [F, bins], float32, on the CPU; taken over.</param>
/// <param name="classes">Its class in each label set, in the order of the sets; null where it has none.</param>
public sealed class BeatsExample(string name, Tensor features, IReadOnlyList<int?> classes) : IDisposable
{
    /// <summary>Its file.</summary>
    public string Name { get; } = name;

    /// <summary>[F, bins].</summary>
    public Tensor Features { get; } = features.DetachFromDisposeScope();

    /// <summary>Its class in each label set; null where it has none.</summary>
    public IReadOnlyList<int?> Classes { get; } = classes;

    /// <summary>Frees the features.</summary>
    public void Dispose() => Features.Dispose();
}
