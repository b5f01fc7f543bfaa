using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Keeps what a backward of ours returns just long enough.</summary>
/// <remarks>
/// libtorch takes its own hold of the tensors after the call has returned, and TorchSharp lets go of ours only when a scope ends or a
/// finaliser runs: over a whole backward that would be every gradient. So each call frees what the call before it returned.
/// </remarks>
internal static class BackwardResults
{
    [ThreadStatic]
    private static Tensor?[]? _before;

    /// <summary>Takes gradients out of their dispose scope for libtorch to take over.</summary>
    /// <param name="gradients">One an argument of the forward; null where there is none.</param>
    public static List<Tensor> Keep(params Tensor?[] gradients)
    {
        foreach (var tensor in _before ?? []) tensor?.Dispose();
        foreach (var tensor in gradients) tensor?.DetachFromDisposeScope();
        _before = gradients;
        return [.. gradients.Select(tensor => tensor!)]; // null is what TorchSharp takes for none
    }
}
