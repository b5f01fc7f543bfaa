using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer whose matrix another of the same shape can take the place of, and be taken back exactly.</summary>
internal interface IMergeable
{
    /// <summary>Whether gradients change the matrix, which then stays its own.</summary>
    bool IsTrained => false;

    /// <summary>A copy of the matrix in rows, [out, in], float32, owned by the caller's dispose scope.</summary>
    Tensor Dense();

    /// <summary>Puts another matrix in the place of the layer's own. No other thread may use the layer meanwhile.</summary>
    /// <param name="matrix">[out, in], float32; not needed afterwards.</param>
    /// <returns>Disposing it frees the other matrix and puts the layer's own back, to the bit.</returns>
    IDisposable Replace(Tensor matrix);
}
