using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Root-mean-square normalisation by frozen weights with a backward of few passes: dx = g·w / r - x · Σ(g·w·x) / r³, r = √(‖x‖² + ε·d).</summary>
/// <remarks>The composed operations would walk over the activations twice as often; with two norms a layer that is seen in a training step.</remarks>
internal sealed class RmsNormGradient : OwnGradient<RmsNormGradient>
{
    /// <summary>Normalises.</summary>
    /// <param name="x">[..., C], gradients reach it.</param>
    /// <param name="weight">w·√d, [C].</param>
    /// <param name="epsilon">√(ε·d), [].</param>
    /// <returns>[..., C], like intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Run(Tensor x, Tensor weight, Tensor epsilon) => Apply(x, weight, epsilon);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var root = RmsNorm.Root(x, (Tensor)vars[2]);  // [..., 1]
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([x, weight, root]);
        return (x / root).mul_(weight);               // [..., C]
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight, root) = (saved[0], saved[1], saved[2]);
        var weighted = grad_output * weight;                                    // [..., C]
        var along = (weighted * x).sum(-1, keepdim: true) / root.pow(3);        // [..., 1]
        grad_output.Dispose();
        return BackwardResults.Keep(weighted.div_(root).addcmul_(x, along, -1), null, null);
    }
}
