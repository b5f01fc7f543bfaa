using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Linear layers over one input that are trained apart: each matrix is a leaf, and one product is made of all at every forward.</summary>
/// <remarks>Copying the matrices costs less than copying the outputs, of which there are more in training.</remarks>
internal sealed class JoinedLinear(Tensor[] weights, Tensor?[] biases) : Linear(weights[0].shape[1], weights.Sum(weight => weight.shape[0]))
{
    private readonly Tensor[] _weights = weights; // each [out, in], float32
    private readonly Tensor?[] _biases = biases;  // each [out], float32
    private readonly bool _anyBias = Array.Exists(biases, bias => bias is not null);

    public override long Bytes => _weights.Sum(weight => weight.numel() * weight.element_size());

    public override Tensor Forward(Tensor x)
    {
        var weight = cat(_weights, 0);                                                                              // [sum of out, in]
        if (!_anyBias) return TrainedProduct.Run(x, weight, bias: null);                                            // [..., sum of out]
        var bias = cat([.. _biases.Zip(_weights, (bias, part) => bias ?? part.new_zeros(part.shape[0]))], 0);       // [sum of out]
        return TrainedProduct.Run(x, weight, bias);                                                                 // [..., sum of out]
    }
}
