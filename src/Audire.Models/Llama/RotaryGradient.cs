using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>Rotary positions that keep nothing for backward: the gradient of a turn is the turn back.</summary>
/// <remarks>Autograd would keep what was turned, all queries and keys of a layer.</remarks>
internal sealed class RotaryGradient : OwnGradient<RotaryGradient>
{
    /// <inheritdoc cref="RotaryEmbedding.Apply"/>
    public static Tensor Run(Tensor heads, Tensor turns) => Apply(heads, turns);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (heads, turns) = (((Tensor)vars[0]).detach(), (Tensor)vars[1]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([turns]);
        return RotaryEmbedding.Apply(heads, turns, heads.size(-1));                  // [B, T, H, D], components in pairs
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var turns = ctx.get_saved_variables()[0];
        var pairs = view_as_complex(grad_output.contiguous().view([.. grad_output.shape[..^1], -1, 2])); // [B, T, H, D/2]
        var back = view_as_real(pairs * turns.conj());                               // [B, T, H, D/2, 2]
        var halves = back.transpose(-1, -2).reshape(grad_output.shape);              // [B, T, H, D], components in halves
        grad_output.Dispose();
        return BackwardResults.Keep(halves, null);
    }
}
