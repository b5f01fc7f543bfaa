using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Shows activations to whoever watches a request, and costs nothing where nobody does.</summary>
internal static class TapExtensions
{
    /// <summary>The activation as the tap leaves it.</summary>
    /// <param name="tap">Who watches; null for nobody.</param>
    /// <param name="module">Name of the module, by the checkpoint's names.</param>
    /// <param name="activation">Name of the activation in it.</param>
    /// <param name="value">The activation.</param>
    public static Tensor See(this ActivationTap? tap, string module, string activation, Tensor value) =>
        tap is null ? value : tap($"{module}.{activation}", value);
}
