namespace Audire.Models.Generation;

/// <summary>Bars the tokens that end a text until it has its least length.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="least">Tokens that must be written before one that ends the text.</param>
/// <param name="endIds">The tokens that end it.</param>
internal sealed class MinNewTokens(int least, IReadOnlyList<int> endIds) : ILogitsProcessor
{
    public TorchSharp.torch.Tensor Process(TorchSharp.torch.Tensor scores, IReadOnlyList<TokenHistory> rows) =>
        TokenBans.Apply(scores, rows.Count, row => rows[row].Written < least ? endIds : []);
}
