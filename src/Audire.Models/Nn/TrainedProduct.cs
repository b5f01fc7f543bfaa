using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A linear layer's product with a matrix that is trained, forward and backward by <see cref="MatrixProduct"/>.</summary>
internal sealed class TrainedProduct : OwnGradient<TrainedProduct>
{
    /// <summary>Multiplies.</summary>
    /// <param name="x">[..., in], float32.</param>
    /// <param name="weight">[out, in], float32.</param>
    /// <param name="bias">[out], float32; null for none.</param>
    /// <returns>[..., out], like intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Run(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!is_grad_enabled()) return MatrixProduct.Linear(x, weight, bias);
        var y = Apply(x.reshape(-1, x.shape[^1]), weight, bias);                          // [M, out]
        return x.dim() == 2 ? y : y.view([.. x.shape[..^1], y.shape[1]]);                 // [..., out]
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(Needs, (Input: x.requires_grad, Bias: bias is not null));
        return MatrixProduct.Linear(x, weight, bias);                                     // [M, out]
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight) = (saved[0], saved[1]);
        var (needsInput, hasBias) = ((bool Input, bool Bias))ctx.get_data(Needs);
        var input = needsInput ? MatrixProduct.Of(grad_output, weight) : null;            // [M, in]
        var matrix = MatrixProduct.OfTransposed(grad_output, x);                          // [out, in]
        var bias = hasBias ? grad_output.sum([0L]) : null;                                   // [out]
        grad_output.Dispose();
        return BackwardResults.Keep(input, matrix, bias);
    }

    private const string Needs = "needs";
}
