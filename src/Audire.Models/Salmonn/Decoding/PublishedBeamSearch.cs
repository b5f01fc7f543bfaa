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
        using var gradients = no_grad();
        var steps = LogitsProcessors.Penalties(options);
        PublishedBeamItem[] items = [.. Enumerable.Range(0, state.Rows).Select(index => new PublishedBeamItem(index, seed, options))];
        var live = items;
        Advance(live, firstLogits, steps, options.Beams);
        while (true)
        {
            var next = Array.FindAll(live, item => !item.Done);
            if (next.Length == 0) return [.. items.Select(item => item.Best)];
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            state.Reorder(Rows(live));
            live = next;
            Advance(live, state.Step([.. live.SelectMany(item => item.Live).Select(beam => beam.History.Tokens[^1])]), steps, options.Beams);
        }
    }

    // The rows that the next step continues, as they stand in the state now.
    private static int[] Rows(PublishedBeamItem[] live)
    {
        var rows = new List<int>();
        var first = 0;
        foreach (var item in live)
        {
            if (!item.Done) rows.AddRange(item.Parents.Select(parent => first + parent));
            first += item.RowsBefore;
        }
        return [.. rows];
    }

    private static void Advance(PublishedBeamItem[] live, Tensor logits, IReadOnlyList<ILogitsProcessor> steps, int beams)
    {
        using var scope = NewDisposeScope();
        var all = live.SelectMany(item => item.Live).ToArray();
        var processed = steps.Apply(logits.to(ScalarType.Float64).log_softmax(-1), [.. all.Select(beam => beam.History)]);                      // [R, V]
        var sums = processed + tensor(all.Select(beam => beam.Sum).ToArray(), ScalarType.Float64, logits.device).unsqueeze(1);                  // [R, V]
        var first = 0;
        foreach (var item in live)
        {
            var rows = item.Live.Count;
            item.Advance(BeamSearch.Candidates(sums.narrow(0, first, rows), 2 * beams));
            first += rows;
        }
    }
}
