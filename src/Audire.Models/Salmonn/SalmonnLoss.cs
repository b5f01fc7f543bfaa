using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>What a batch's answers cost.</summary>
/// <param name="Loss">Mean cross-entropy over all tokens of the answers, a scalar that gradients flow from; owned by the caller's dispose scope.</param>
/// <param name="Correct">Tokens that were the likeliest.</param>
/// <param name="Tokens">Tokens of all answers, end tokens included.</param>
public sealed record SalmonnLoss(Tensor Loss, long Correct, long Tokens);
