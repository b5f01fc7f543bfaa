using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>
/// Lowers the scores of tokens already written: by <paramref name="presence"/> once, and by <paramref name="frequency"/> for each time.
/// The prompt does not count.
/// </summary>
/// <remarks>As OpenAI's API defines presence_penalty and frequency_penalty. Immutable; safe to share between threads.</remarks>
/// <param name="presence">Subtracted where a token was written at all.</param>
/// <param name="frequency">Subtracted as many times as it was written.</param>
internal sealed class PresencePenalty(double presence, double frequency) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        using var scope = NewDisposeScope();
        var result = scores.clone();                                                  // [B, V]
        for (var row = 0; row < rows.Count; row++)
        {
            var counts = rows[row].Tokens.Skip(rows[row].PromptLength).CountBy(id => id).ToArray();
            if (counts.Length == 0) continue;
            var index = tensor(counts.Select(count => (long)count.Key).ToArray(), ScalarType.Int64, scores.device);                   // [S]
            var penalties = tensor(counts.Select(count => presence + frequency * count.Value).ToArray(), scores.dtype, scores.device); // [S]
            result[row].index_add_(0, index, penalties, -1);                          // [V]
        }
        return result.MoveToOuterDisposeScope();
    }
}
