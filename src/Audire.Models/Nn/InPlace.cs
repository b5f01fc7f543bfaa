using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>
/// Operations that write over their input where no gradient is recorded, and make a new tensor where one is: what backward needs must not
/// change. Results belong to the caller's dispose scope.
/// </summary>
internal static class InPlace
{
    /// <summary>x + y, written over x where possible.</summary>
    public static Tensor Add(Tensor x, Tensor y) => x.requires_grad || y.requires_grad ? x + y : x.add_(y);

    /// <summary>The exact GELU, written over x where possible.</summary>
    public static Tensor Gelu(Tensor x) => F.gelu(x, inplace: !x.requires_grad);
}
