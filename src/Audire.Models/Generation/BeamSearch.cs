using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Beam search as transformers 4.57 does it, with log-probabilities in float64.</summary>
/// <remarks>
/// Each step takes the best max(2, 1 + number of end tokens) · beams continuations of an item. A continuation that ends counts only if
/// it ranks among the first "beams" of them; its score is the sum of log-probabilities / (written tokens, end token included) ^
/// length penalty. Penalties act on the log-probabilities, and what they leave is what is summed. Of equal sums the lower row and
/// then the lower id goes first.
/// </remarks>
public static class BeamSearch
{
    /// <summary>Searches for every row of a state; a row's beams join the batch, and leave it when the row is done.</summary>
    /// <param name="state">The decoder, its prompts read, one a row. It is used up; the caller disposes it.</param>
    /// <param name="firstLogits">Logits after the prompts, [rows, vocabulary].</param>
    /// <param name="prompts">The prompt of each row, pads left out: what penalties look at.</param>
    /// <param name="options">Beams, length penalty, early stopping, limits, penalties, end tokens. It does not draw, so sampling must be off.</param>
    /// <param name="extra">Steps that act after the penalties of the options.</param>
    /// <param name="cancellation">Looked at before every token.</param>
    /// <returns>For each row its sequences, best first, at most as many as beams.</returns>
    public static IReadOnlyList<IReadOnlyList<BeamHypothesis>> Run(
        IDecoderState state, Tensor firstLogits, IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options,
        IReadOnlyList<ILogitsProcessor>? extra = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (prompts.Count != state.Rows || firstLogits.shape[0] != state.Rows)
            throw new ArgumentException($"The state has {state.Rows} rows, the logits {firstLogits.shape[0]}, and there are {prompts.Count} prompts.", nameof(prompts));
        IReadOnlyList<ILogitsProcessor> steps = [.. LogitsProcessors.Penalties(options), .. extra ?? []];
        BeamItem[] items = [.. prompts.Select((prompt, index) => new BeamItem(index, prompt, options))];
        BeamSteps.Run(state, firstLogits, items, steps, Math.Max(2, 1 + options.StopIds.Count) * options.Beams, cancellation);
        return [.. items.Select(item => item.Finished)];
    }
}
