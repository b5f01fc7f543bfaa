using Audire.Models.Generation;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn.Decoding;

/// <summary>Beam search as the published SALMONN runs it: by the rules of transformers 4.28, from a seed that is no part of the prompt.</summary>
/// <remarks>
/// It differs from <see cref="BeamSearch"/> in what counts as a sequence's length (the seed, not the end token), in comparing what lives with what has
/// ended by the best continuation of any kind, and in that the limit ends a search with its live sequences among the candidates.
/// </remarks>
internal static class PublishedBeamSearch
{
    /// <summary>Searches for every row of a state.</summary>
    /// <param name="state">The decoder, its prompts read, one a row. It is used up; the caller disposes it.</param>
    /// <param name="firstLogits">Logits after the prompts, [rows, vocabulary].</param>
    /// <param name="seed">What the written text is taken to begin with; penalties and lengths count it.</param>
    /// <param name="options">Beams, length penalty, limits, penalties, end tokens.</param>
    /// <param name="cancellation">Looked at before every token.</param>
    /// <returns>The best sequence of each row.</returns>
    public static IReadOnlyList<BeamHypothesis> Run(
        IDecoderState state, Tensor firstLogits, IReadOnlyList<int> seed, GenerationOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        PublishedBeamItem[] items = [.. Enumerable.Range(0, state.Rows).Select(index => new PublishedBeamItem(index, seed, options))];
        BeamSteps.Run(state, firstLogits, items, LogitsProcessors.Penalties(options), 2 * options.Beams, cancellation);
        return [.. items.Select(item => item.Best)];
    }
}
