using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Keeps the k best tokens and all that equal the k-th.</summary>
/// <remarks>Fan et al. 2018, section 5.1. Immutable; safe to share between threads.</remarks>
/// <param name="count">k, at least 1; beyond the vocabulary all are kept.</param>
internal sealed class TopK(int count) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        if (count >= scores.shape[1]) return scores;
        using var scope = NewDisposeScope();
        var last = scores.topk(count, -1).values.narrow(1, count - 1, 1);                                                    // [B, 1]
        return scores.masked_fill(scores < last, double.NegativeInfinity).MoveToOuterDisposeScope();                        // [B, V]
    }
}
