using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Makes every token of prompt and text less likely: positive scores are divided by the penalty, negative ones multiplied.</summary>
/// <remarks>Keskar et al. 2019, "CTRL", section 4.1. Immutable; safe to share between threads.</remarks>
/// <param name="penalty">Above 1 discourages repetition, below 1 encourages it.</param>
internal sealed class RepetitionPenalty(double penalty) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        using var scope = NewDisposeScope();
        var result = scores.clone();                                                  // [B, V]
        for (var row = 0; row < rows.Count; row++)
        {
            var seen = rows[row].Tokens.Distinct().Where(id => id < scores.shape[1]).Select(id => (long)id).ToArray();
            if (seen.Length == 0) continue;
            var index = tensor(seen, ScalarType.Int64, scores.device);                // [S]
            var line = result[row];                                                   // [V], a view
            var old = line.index_select(0, index);                                    // [S]
            line.index_copy_(0, index, where(old < 0, old * penalty, old / penalty)); // [V]
        }
        return result.MoveToOuterDisposeScope();
    }
}
