using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>A one-dimensional convolution over time, with bias.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="weight">[outChannels, inChannels, kernel], float32.</param>
/// <param name="bias">[outChannels], float32.</param>
/// <param name="stride">Step between outputs.</param>
/// <param name="padding">Zeros on each side.</param>
public sealed class Conv1d(Tensor weight, Tensor bias, long stride, long padding)
{
    /// <summary>Convolves.</summary>
    /// <param name="x">[batch, inChannels, time], float32.</param>
    /// <returns>[batch, outChannels, (time + 2·padding - kernel) / stride + 1], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x) => F.conv1d(x, weight, bias, stride, padding); // [B, C, T]
}
