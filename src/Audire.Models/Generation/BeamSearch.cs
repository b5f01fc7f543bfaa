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
        using var gradients = no_grad();
        IReadOnlyList<ILogitsProcessor> steps = [.. LogitsProcessors.Penalties(options), .. extra ?? []];
        BeamItem[] items = [.. prompts.Select((prompt, index) => new BeamItem(index, prompt, options))];
        var live = items;
        cancellation.ThrowIfCancellationRequested();
        Advance(live, firstLogits, steps, options);
        while (true)
        {
            var next = live.Where(item => !item.Done).ToArray();
            if (next.Length == 0) return [.. items.Select(item => item.Finished)];
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            state.Reorder(Rows(live));
            live = next;
            Advance(live, state.Step([.. live.SelectMany(item => item.Live).Select(beam => beam.History.Tokens[^1])]), steps, options);
        }
    }

    // The rows that the next step continues, as they stand in the state now.
    private static int[] Rows(BeamItem[] live)
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

    private static void Advance(BeamItem[] live, Tensor logits, IReadOnlyList<ILogitsProcessor> steps, GenerationOptions options)
    {
        using var scope = NewDisposeScope();
        var beams = live.SelectMany(item => item.Live).ToArray();
        var logProbabilities = logits.to(ScalarType.Float64).log_softmax(-1);                              // [R, V]
        var processed = steps.Apply(logProbabilities, [.. beams.Select(beam => beam.History)]);            // [R, V]
        var sums = processed + tensor(beams.Select(beam => beam.Sum).ToArray(), ScalarType.Float64, logits.device).unsqueeze(1); // [R, V]
        var kept = Math.Max(2, 1 + options.StopIds.Count) * options.Beams;
        var first = 0;
        foreach (var item in live)
        {
            var rows = item.Live.Count;
            item.Advance(Candidates(sums.narrow(0, first, rows), kept));
            first += rows;
        }
    }

    internal static BeamCandidate[] Candidates(Tensor sums, int kept)
    {
        using var scope = NewDisposeScope();
        var vocabulary = sums.shape[1];
        var (values, places) = sums.flatten().topk((int)Math.Min(kept, sums.numel()));                     // [kept] each
        var (best, at) = (values.cpu().data<double>().ToArray(), places.cpu().data<long>().ToArray());
        if (best.Any(double.IsNaN)) throw new InvalidOperationException("No sequence can be continued: the logits are not numbers; check the weights.");
        return [.. best.Zip(at).Where(pair => !double.IsNegativeInfinity(pair.First))
            .OrderByDescending(pair => pair.First).ThenBy(pair => pair.Second)
            .Select(pair => new BeamCandidate((int)(pair.Second / vocabulary), (int)(pair.Second % vocabulary), pair.First))];
    }
}
