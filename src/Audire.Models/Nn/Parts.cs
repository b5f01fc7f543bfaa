using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Views of parts of a tensor.</summary>
internal static class Parts
{
    /// <summary>The first part of a dimension and the rest, as views.</summary>
    /// <remarks>
    /// A narrow is the cheaper call, but its gradient is the whole tensor, mostly zeros; the gradients of a split are put side by side
    /// without.
    /// </remarks>
    public static (Tensor First, Tensor Second) Two(Tensor x, int dimension, long first)
    {
        var rest = x.shape[dimension] - first;
        if (!x.requires_grad) return (x.narrow(dimension, 0, first), x.narrow(dimension, first, rest));
        var parts = x.split([first, rest], dimension);
        return (parts[0], parts[1]);
    }
}
