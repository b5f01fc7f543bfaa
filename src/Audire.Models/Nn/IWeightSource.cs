using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Named tensors that a model can be built from: a checkpoint, one with other names, or a dictionary in a test.</summary>
/// <remarks>Thread-safe for reading. Tensors handed out belong to the caller's dispose scope, or to the caller where there is none.</remarks>
public interface IWeightSource
{
    /// <summary>Where the tensors come from, for messages: a path, usually.</summary>
    string Origin { get; }

    /// <summary>The names it holds, as the model knows them.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The shape of a tensor, outermost dimension first; null where there is no such tensor.</summary>
    long[]? ShapeOf(string name);

    /// <summary>The tensor in its stored dtype, or float32 where it is stored in quantised blocks.</summary>
    Tensor Load(string name);

    /// <summary>Its 4-bit blocks as codes, scales and zero points; null where it is stored otherwise.</summary>
    Q4Blocks? LoadQ4(string name);

    /// <summary>Its 8-bit rows as codes and scales; null where it is stored otherwise.</summary>
    Q8Rows? LoadQ8(string name) => null;
}
