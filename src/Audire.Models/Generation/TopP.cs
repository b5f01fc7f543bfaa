using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Keeps the smallest set of best tokens whose probabilities reach p together, at least one.</summary>
/// <remarks>
/// Holtzman et al. 2020, section 3.1 ("nucleus sampling"). Which of equal tokens at the border stay is libtorch's sort's choice, the
/// same run after run. Immutable; safe to share between threads.
/// </remarks>
/// <param name="mass">p, between 0 and 1.</param>
internal sealed class TopP(double mass) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        using var scope = NewDisposeScope();
        var (ascending, order) = scores.sort(-1, descending: false);                                 // [B, V] each
        var remove = ascending.softmax(-1).cumsum(-1) <= 1 - mass;                                   // [B, V], in order of rank
        remove.narrow(1, scores.shape[1] - 1, 1).fill_(false);
        var barred = remove.scatter(1, order, remove);                                               // [B, V], in order of id
        return scores.masked_fill(barred, double.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
