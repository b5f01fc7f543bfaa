using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>
/// Cross-entropy behind a head that is not trained, piece by piece: the loss of a piece of rows and its gradient are computed together, so
/// that the logits of one piece, not of all, are in memory. No product is computed twice.
/// </summary>
internal sealed class FrozenHeadLoss : OwnGradient<FrozenHeadLoss>
{
    /// <summary>Rows of a piece: enough for a product at full speed; 25 MB of logits for a vocabulary of 49,152.</summary>
    private const long PieceRows = 128;

    /// <summary>Takes the mean over rows.</summary>
    /// <param name="rows">[L, C].</param>
    /// <param name="targets">[L], int64.</param>
    /// <param name="head">Scores [l, V] of rows [l, C].</param>
    /// <param name="smoothing">Share of label smoothing.</param>
    /// <returns>The loss, owned by the caller's dispose scope, and the rows whose likeliest token is the target.</returns>
    public static (Tensor Loss, long Correct) Of(Tensor rows, Tensor targets, Func<Tensor, Tensor> head, double smoothing)
    {
        var differentiated = rows.requires_grad && is_grad_enabled();
        using var scope = NewDisposeScope();
        var count = rows.shape[0];
        var (sum, correct) = (0.0, 0L);
        var gradients = new List<Tensor>();
        for (var start = 0L; start < count; start += PieceRows)
        {
            using var piece = NewDisposeScope();
            var x = rows.detach().narrow(0, start, Math.Min(PieceRows, count - start)).requires_grad_(differentiated); // [l, C]
            var wanted = targets.narrow(0, start, x.shape[0]);                                                   // [l]
            var logits = head(x);                                                                                // [l, V]
            var loss = F.cross_entropy(logits, wanted, reduction: nn.Reduction.Sum, label_smoothing: smoothing); // []
            if (differentiated) gradients.Add(autograd.grad([loss], [x])[0].MoveToOuterDisposeScope());          // [l, C]
            sum += loss.item<float>();
            correct += TokenLoss.Hits(logits, wanted);
        }

        var mean = tensor(sum / count, ScalarType.Float32, rows.device);                                         // []
        if (differentiated) mean = Apply(rows, mean, cat(gradients, 0).div_(count));                             // []
        return (mean.MoveToOuterDisposeScope(), correct);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([(Tensor)vars[2]]);
        return ((Tensor)vars[1]).clone();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var gradient = ctx.get_saved_variables()[0] * grad_output; // [L, C]
        grad_output.Dispose();
        return BackwardResults.Keep(gradient, null, null);
    }
}
