using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>The two matrices beside one projection.</summary>
/// <param name="Down">A, [r, in].</param>
/// <param name="Up">B, [out, r].</param>
internal sealed record LoraPair(Tensor Down, Tensor Up);
