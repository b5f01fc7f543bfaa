using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>
/// A grouped convolution over time whose weights are stored as direction and length, one length a tap: w = v · g / ‖v‖ (Salimans and
/// Kingma 2016), the norm over all channels.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class WeightNormConv1d
{
    private static readonly long[] Channels = [0, 1];

    private readonly Tensor? _weight;    // [out, in / groups, kernel], where it is frozen
    private readonly Tensor? _length;    // g, [1, 1, kernel], where it is trained
    private readonly Tensor? _direction; // v, [out, in / groups, kernel], where it is trained
    private readonly Tensor _bias;       // [out]
    private readonly long _groups;

    private WeightNormConv1d(Tensor? weight, Tensor? length, Tensor? direction, Tensor bias, long groups) =>
        (_weight, _length, _direction, _bias, _groups) = (weight, length, direction, bias, groups);

    internal static WeightNormConv1d Frozen(Tensor weight, Tensor bias, long groups) => new(weight, null, null, bias, groups);

    internal static WeightNormConv1d Trained(Tensor length, Tensor direction, Tensor bias, long groups) => new(null, length, direction, bias, groups);

    /// <summary>The weights themselves, [out, in / groups, kernel]; not to be disposed.</summary>
    public Tensor Weight() => _weight ?? Combine(_length!, _direction!);

    /// <summary>Convolves, as many steps out as in: an even kernel reaches one step further back than ahead.</summary>
    /// <param name="x">[batch, channels, time], float32.</param>
    /// <returns>[batch, channels, time], owned by the caller's dispose scope, as are small intermediate results.</returns>
    public Tensor Forward(Tensor x)
    {
        var weight = Weight();                                                                  // [O, I / G, K]
        var y = F.conv1d(x, weight, _bias, padding: weight.shape[2] / 2, groups: _groups);      // [B, O, T or T + 1]
        return y.shape[2] == x.shape[2] ? y : y.narrow(2, 0, x.shape[2]);                       // [B, O, T]
    }

    internal static Tensor Combine(Tensor length, Tensor direction) =>
        direction * (length / linalg.vector_norm(direction, 2, Channels, keepdim: true));       // [O, I / G, K]
}
