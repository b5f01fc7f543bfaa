using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>A prompt that has been read, from which searches start: their common ground.</summary>
/// <param name="State">One row that has read the prompt. Searches change it.</param>
/// <param name="FirstLogits">Scores of the first token, [1, V]; not changed.</param>
/// <param name="Rules">What may not be written.</param>
/// <param name="EndOfText">The token that ends a text.</param>
/// <param name="Timestamps">Whether timestamps are written.</param>
/// <param name="MaxTokens">Tokens a text may have at most.</param>
internal sealed record SearchTask(DecoderState State, Tensor FirstLogits, LogitRules Rules, int EndOfText, bool Timestamps, int MaxTokens)
{
    /// <summary>Log-probabilities of what each row may write next.</summary>
    /// <param name="logits">[R, V], changed.</param>
    /// <param name="generated">What each row has written.</param>
    /// <returns>[R, V], float32: minus infinity where a rule forbids the token.</returns>
    public Tensor LogProbs(Tensor logits, IReadOnlyList<IReadOnlyList<int>> generated)
    {
        Rules.Apply(logits, generated, Timestamps);
        return logits.log_softmax(-1); // [R, V]
    }
}
