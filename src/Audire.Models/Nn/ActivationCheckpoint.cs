using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>
/// Runs a part of a network without keeping its activations, and runs it again when backward needs them (Chen et al. 2016, "Training Deep
/// Nets with Sublinear Memory Cost").
/// </summary>
/// <remarks>The second run draws the same random numbers, so gradients are the same bit for bit.</remarks>
internal sealed class ActivationCheckpoint : OwnGradient<ActivationCheckpoint>
{
    private const string Kept = "segment";

    /// <summary>Runs the part.</summary>
    /// <param name="part">The part, of its input and the constants; its result is owned by the dispose scope it is called in.</param>
    /// <param name="x">Its input.</param>
    /// <param name="constants">What else it reads and no gradient reaches: kept until backward, whatever becomes of the caller's handles.</param>
    /// <param name="leaves">Tensors inside it that gradients are to reach; they must outlive backward.</param>
    /// <param name="draws">Whether it draws from libtorch's generator.</param>
    /// <returns>Its output, owned by the caller's dispose scope.</returns>
    public static Tensor Run(
        Func<Tensor, IReadOnlyList<Tensor>, Tensor> part, Tensor x, IReadOnlyList<Tensor> constants, IReadOnlyList<Tensor> leaves, bool draws)
    {
        if (!x.requires_grad && leaves.Count == 0) return part(x, constants);
        using var scope = NewDisposeScope();
        var random = draws ? GeneratorState.Current() : null;
        return Apply([new Segment(part, constants, leaves, random), x, .. leaves]).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (segment, x) = ((Segment)vars[0], (Tensor)vars[1]);
        ctx.set_materialize_grads(false);
        ctx.save_data(Kept, segment);
        ctx.save_for_backward([x, .. segment.Constants]);
        return segment.Part(x, segment.Constants);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var segment = (Segment)ctx.get_data(Kept);
        var all = ctx.get_saved_variables();
        var saved = all[0];
        using var gradients = enable_grad();
        var x = saved.detach().requires_grad_(saved.requires_grad);
        Tensor[] inputs = [.. saved.requires_grad ? [x] : Array.Empty<Tensor>(), .. segment.Leaves];
        var y = segment.Again(x, [.. all.Skip(1)]);
        var found = autograd.grad([y], inputs, [grad_output], allow_unused: true);
        grad_output.Dispose();
        IEnumerable<Tensor?> reached = saved.requires_grad ? found : found.Prepend(null);
        return BackwardResults.Keep([null, .. reached]);
    }

    // Its constants are the caller's handles: good for the forward only.
    private sealed record Segment(
        Func<Tensor, IReadOnlyList<Tensor>, Tensor> Part, IReadOnlyList<Tensor> Constants, IReadOnlyList<Tensor> Leaves, GeneratorState? Random)
    {
        public Tensor Again(Tensor x, IReadOnlyList<Tensor> constants)
        {
            if (Random is null) return Part(x, constants);
            using var replayed = Random.Replay();
            return Part(x, constants);
        }
    }
}
