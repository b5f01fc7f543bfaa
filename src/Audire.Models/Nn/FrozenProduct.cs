using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A product with a frozen matrix.</summary>
internal interface IFrozenMatrix
{
    /// <summary>x·Wᵀ, without a gradient: [..., in] to [..., out], a tensor of its own where x has two dimensions.</summary>
    Tensor Product(Tensor x);

    /// <summary>g·W, what a gradient of the product is to its input: [M, out] to [M, in], a tensor of its own.</summary>
    Tensor Gradient(Tensor g);
}

/// <summary>
/// Lets gradients through such a product. Autograd would keep every widened matrix of the model until backward, or, where it is packed, could not
/// differentiate at all; and neither way does it multiply as quickly as the CPU can (<see cref="MatrixProduct"/>).
/// </summary>
internal sealed class FrozenProduct : OwnGradient<FrozenProduct>
{
    private const string Kept = "matrix";

    /// <summary>Multiplies.</summary>
    /// <param name="x">[..., in].</param>
    /// <param name="matrix">The matrix; it must outlive backward.</param>
    /// <returns>[..., out], like intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Run(Tensor x, IFrozenMatrix matrix)
    {
        if (!x.requires_grad || !is_grad_enabled()) return matrix.Product(x);
        var y = Apply(x.reshape(-1, x.shape[^1]), matrix);                                // [M, out]
        return x.dim() == 2 ? y : y.view([.. x.shape[..^1], y.shape[1]]);                 // [..., out]
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var matrix = (IFrozenMatrix)vars[1];
        ctx.set_materialize_grads(false);
        ctx.save_data(Kept, matrix);
        return matrix.Product((Tensor)vars[0]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradient = ((IFrozenMatrix)ctx.get_data(Kept)).Gradient(grad_output); // [M, in]
        grad_output.Dispose();
        return BackwardResults.Keep(gradient, null);
    }
}
