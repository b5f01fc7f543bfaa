using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Keeps tokens at least a share as probable as the best one.</summary>
/// <remarks>Nguyen et al. 2024, "Min-p sampling". Immutable; safe to share between threads.</remarks>
/// <param name="share">Between 0 and 1; 1 keeps the best and its equals.</param>
internal sealed class MinP(double share) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        using var scope = NewDisposeScope();
        var probabilities = scores.softmax(-1);                                                          // [B, V]
        var least = probabilities.amax([-1], keepdim: true) * share;                                     // [B, 1]
        return scores.masked_fill(probabilities < least, double.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
