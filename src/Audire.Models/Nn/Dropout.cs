using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>Sets a share of activations to zero and scales up the rest (Srivastava et al. 2014): a value passed down a forward, not a state of the model.</summary>
/// <remarks>
/// The masks come from libtorch's generator of the CPU on every device, since no other's state can be read: saving and restoring it
/// repeats them. The default value leaves everything as it is.
/// </remarks>
/// <param name="Probability">Share of activations set to zero, 0 to below 1.</param>
/// <param name="Active">Whether anything is dropped: true while training, false otherwise.</param>
public readonly record struct Dropout(double Probability, bool Active = true)
{
    /// <summary>Drops nothing.</summary>
    public static Dropout Off => default;

    /// <summary>Whether a forward draws random numbers.</summary>
    public bool Draws => Active && Probability > 0;

    /// <summary>Drops activations.</summary>
    /// <param name="x">Of any shape.</param>
    /// <returns>The same tensor where nothing is dropped, else a new one owned by the caller's dispose scope.</returns>
    /// <exception cref="InvalidOperationException">The probability is outside 0 to below 1.</exception>
    public Tensor Forward(Tensor x)
    {
        if (!Draws) return x;
        if (Probability >= 1) throw new InvalidOperationException($"A dropout of {Probability} leaves nothing; use 0 to below 1.");
        if (x.device.type == DeviceType.CPU) return F.dropout(x, Probability, training: true);
        using var scope = NewDisposeScope();
        var mask = rand(x.shape, ScalarType.Float32).ge(Probability).to(x.dtype).div_(1 - Probability).to(x.device);
        return (x * mask).MoveToOuterDisposeScope();
    }
}
