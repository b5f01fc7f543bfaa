using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Lora;

/// <summary>
/// The pairs beside one product as one pair: A's stacked, B's as blocks with zeros between, so that projections that are computed
/// together are adapted together, by two thin products whatever their number.
/// </summary>
/// <param name="Down">[R, in], R the sum of the ranks.</param>
/// <param name="Up">[out, R].</param>
internal sealed record LoraBranch(Tensor Down, Tensor Up)
{
    /// <summary>Joins the pairs of a product.</summary>
    /// <param name="parts">Width and pair of each projection, in the order of the outputs; a null pair is not adapted.</param>
    /// <returns>Null where no projection is adapted; tensors owned by the caller's dispose scope, or the pair's own where it is alone.</returns>
    public static LoraBranch? Join((long Outputs, LoraPair? Pair)[] parts)
    {
        var pairs = parts.Select(part => part.Pair).OfType<LoraPair>().ToArray();
        if (pairs.Length == 0) return null;
        if (parts.Length == 1) return new LoraBranch(pairs[0].Down, pairs[0].Up);
        using var scope = NewDisposeScope();
        var total = pairs.Sum(pair => pair.Down.shape[0]);
        var blocks = new Tensor[parts.Length];
        var before = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Pair is not { } pair)
            {
                blocks[i] = pairs[0].Up.new_zeros(parts[i].Outputs, total);
                continue;
            }

            var rank = pair.Down.shape[0];
            blocks[i] = F.pad(pair.Up, [before, total - before - rank]);                                 // [out of the part, R]
            before += rank;
        }

        var down = pairs.Length == 1 ? pairs[0].Down : cat([.. pairs.Select(pair => pair.Down)], 0).MoveToOuterDisposeScope(); // [R, in]
        return new LoraBranch(down, cat(blocks, 0).MoveToOuterDisposeScope());                           // [out, R]
    }

    /// <summary>Adds scale · B·A·drop(x) to a product's output, in place: the product's backward needs its input and weights only.</summary>
    /// <remarks>Projections that share an input share the mask too.</remarks>
    /// <param name="x">[N, in], what the product read.</param>
    /// <param name="y">[N, out], what it gave; changed.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="dropout">Drops inputs of A.</param>
    /// <returns>[N, out].</returns>
    public Tensor Add(Tensor x, Tensor y, double scale, Dropout dropout)
    {
        var narrow = F.linear(dropout.Forward(x), Down);        // [N, R]
        return y.addmm_(narrow, Up.t(), 1, (float)scale);       // [N, out]
    }
}
