using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer whose matrix another of the same shape can take the place of, and be taken back exactly.</summary>
internal interface IMergeable
{
    /// <summary>The matrix as the layer holds it.</summary>
    Tensor Held { get; set; }

    /// <summary>The matrix in rows, [out, in], float32, owned by the caller's dispose scope.</summary>
    Tensor Dense();

    /// <summary>Another matrix in the form that <see cref="Held"/> takes, owned by the caller's dispose scope.</summary>
    /// <param name="matrix">[out, in], float32.</param>
    Tensor Hold(Tensor matrix);
}
