using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Dropout that keeps a byte an activation for backward: libtorch's keeps the mask as floats.</summary>
internal sealed class DropoutGradient : OwnGradient<DropoutGradient>
{
    private const string Factor = "factor";

    /// <summary>Drops activations.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="probability">Share that becomes zero, above 0 and below 1.</param>
    /// <returns>A new tensor, like intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Run(Tensor x, double probability)
    {
        var kept = empty(x.shape, ScalarType.Bool).bernoulli_(1 - probability).to(x.device); // as x
        var factor = 1 / (1 - probability);
        return x.requires_grad && is_grad_enabled() ? Apply(x, kept, factor) : Product(x, kept, factor);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, kept, factor) = ((Tensor)vars[0], (Tensor)vars[1], (double)vars[2]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([kept]);
        ctx.save_data(Factor, factor);
        return Product(x, kept, factor);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradient = Product(grad_output, ctx.get_saved_variables()[0], (double)ctx.get_data(Factor));
        grad_output.Dispose();
        return BackwardResults.Keep(gradient, null, null);
    }

    private static Tensor Product(Tensor x, Tensor kept, double factor) => (x * kept).mul_(factor);
}
