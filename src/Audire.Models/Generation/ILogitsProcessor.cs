using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Changes scores before a token is chosen: penalties, bans, temperature, cut-offs.</summary>
public interface ILogitsProcessor
{
    /// <summary>Processes the scores of one step.</summary>
    /// <param name="scores">[rows, vocabulary], a floating-point type: logits, or log-probabilities in a beam search. Not changed.</param>
    /// <param name="rows">What each row has read and written.</param>
    /// <returns>[rows, vocabulary], -∞ where a token is barred; <paramref name="scores"/> itself where nothing changes, else owned by the caller's dispose scope.</returns>
    Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows);
}
