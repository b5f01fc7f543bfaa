using static TorchSharp.torch;

namespace Audire.Training.Optimisation;

/// <summary>libtorch's operations over lists of tensors, which TorchSharp does not bind, reached through TorchScript.</summary>
/// <remarks>A script that does not compile ends the process, so the text is a constant and a test compiles it. Thread-safe.</remarks>
internal static class OptimiserOps
{
    private const string Script = """
        def adamw(params: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor],
                  rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> int:
            unused: List[Tensor] = []
            torch._foreach_add_(steps, 1.0)
            torch._fused_adamw_(params, grads, means, squares, unused, steps, lr=rate, beta1=beta1, beta2=beta2,
                                weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return 0

        def norm(tensors: List[Tensor]) -> Tensor:
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors, 2.0)), 2.0)

        def scale(tensors: List[Tensor], factor: float) -> int:
            torch._foreach_mul_(tensors, factor)
            return 0

        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile(Script));

    /// <summary>One AdamW step over tensors of one device, in place; counts the steps (float32 scalars) first.</summary>
    public static void AdamW(AdamWLists lists, double rate, AdamWSettings settings, double decay) => Unit.Value.invoke(
        "adamw", lists.Parameters, lists.Gradients, lists.Means, lists.Squares, lists.Steps,
        rate, settings.Beta1, settings.Beta2, decay, settings.Epsilon);

    /// <summary>The Euclidean norm over all entries of all tensors, a scalar owned by the caller's dispose scope.</summary>
    public static Tensor Norm(Tensor[] tensors) => (Tensor)Unit.Value.invoke("norm", new object[] { tensors });

    /// <summary>Multiplies every tensor by a number, in place.</summary>
    public static void Scale(Tensor[] tensors, double factor) => Unit.Value.invoke("scale", tensors, factor);
}

/// <summary>What one call of the fused step works on: five lists of one length.</summary>
internal sealed record AdamWLists(Tensor[] Parameters, Tensor[] Gradients, Tensor[] Means, Tensor[] Squares, Tensor[] Steps);
