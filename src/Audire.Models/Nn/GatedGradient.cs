using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>silu(gate) · up of two halves side by side, keeping nothing but those for backward: the activation is computed again.</summary>
/// <remarks>The widest activation of a layer would else be kept one and a half times.</remarks>
internal sealed class GatedGradient : OwnGradient<GatedGradient>
{
    /// <summary>Applies the gate.</summary>
    /// <param name="both">[N, 2F]: gate, then up.</param>
    /// <returns>[N, F], like intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Run(Tensor both) => both.requires_grad ? Apply(both) : Product(both);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var both = (Tensor)vars[0];
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([both]);
        return Product(both);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var both = ctx.get_saved_variables()[0].detach();                                 // [N, 2F]
        var width = both.shape[1] / 2;
        var gate = both.narrow(1, 0, width).requires_grad_();                             // [N, F]
        var active = Active(gate);                                                        // [N, F]
        var ofActive = grad_output * both.narrow(1, width, width);                        // [N, F]
        var ofUp = grad_output * active.detach();                                         // [N, F]
        grad_output.Dispose();
        var ofGate = autograd.grad([active], [gate], [ofActive])[0];                      // [N, F]
        return BackwardResults.Keep(cat([ofGate, ofUp], 1));                              // [N, 2F]
    }

    private static Tensor Active(Tensor gate)
    {
        using var gradients = enable_grad();
        return F.silu(gate);
    }

    private static Tensor Product(Tensor both)
    {
        var width = both.size(1) / 2;
        return F.silu(both.narrow(1, 0, width)).mul_(both.narrow(1, width, width));       // [N, F]
    }
}
