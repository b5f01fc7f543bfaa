namespace Audire.Models.Generation;

/// <summary>Bars every token that would complete a run of <paramref name="size"/> tokens which prompt or text already hold.</summary>
/// <remarks>Paulus et al. 2017, section 2.5. Immutable; safe to share between threads.</remarks>
/// <param name="size">Length of the runs, at least 1.</param>
internal sealed class NoRepeatNgram(int size) : ILogitsProcessor
{
    public TorchSharp.torch.Tensor Process(TorchSharp.torch.Tensor scores, IReadOnlyList<TokenHistory> rows) =>
        TokenBans.Apply(scores, rows.Count, row => Completions(rows[row].Tokens));

    private IEnumerable<int> Completions(IReadOnlyList<int> tokens)
    {
        var tail = tokens.Count - (size - 1); // where the run now open begins
        for (var start = 0; start + size <= tokens.Count; start++)
        {
            var matched = 0;
            while (matched < size - 1 && tokens[start + matched] == tokens[tail + matched]) matched++;
            if (matched == size - 1) yield return tokens[start + size - 1];
        }
    }
}
