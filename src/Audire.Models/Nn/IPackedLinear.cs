using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer that made tensors of its own out of the checkpoint's.</summary>
internal interface IPackedLinear
{
    /// <summary>The tensors that live as long as the model.</summary>
    IEnumerable<Tensor> Tensors { get; }
}
