using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>What every beam search does step by step: all live sequences of all prompts are one batch; a prompt that is done leaves it.</summary>
internal static class BeamSteps
{
    /// <summary>Goes on until every item is done.</summary>
    /// <param name="state">The decoder, its prompts read, one a row. It is used up; the caller disposes it.</param>
    /// <param name="firstLogits">Logits after the prompts, [rows, vocabulary].</param>
    /// <param name="items">One a row.</param>
    /// <param name="steps">What acts on log-probabilities, in order.</param>
    /// <param name="kept">Continuations an item is offered each step.</param>
    /// <param name="cancellation">Looked at before every token.</param>
    public static void Run<TItem>(
        IDecoderState state, Tensor firstLogits, TItem[] items, IReadOnlyList<ILogitsProcessor> steps, int kept, CancellationToken cancellation)
        where TItem : class, IBeamItem
    {
        using var gradients = no_grad();
        var live = items;
        cancellation.ThrowIfCancellationRequested();
        Advance(live, firstLogits, steps, kept);
        while (true)
        {
            var next = Array.FindAll(live, item => !item.Done);
            if (next.Length == 0) return;
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            state.Reorder(Rows(live));
            live = next;
            Advance(live, state.Step([.. live.SelectMany(item => item.Live).Select(beam => beam.History.Tokens[^1])]), steps, kept);
        }
    }

    // The rows that the next step continues, as they stand in the state now.
    private static int[] Rows<TItem>(TItem[] live)
        where TItem : class, IBeamItem
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

    private static void Advance<TItem>(TItem[] live, Tensor logits, IReadOnlyList<ILogitsProcessor> steps, int kept)
        where TItem : class, IBeamItem
    {
        using var scope = NewDisposeScope();
        var beams = live.SelectMany(item => item.Live).ToArray();
        var logProbabilities = logits.to(ScalarType.Float64).log_softmax(-1);                              // [R, V]
        var processed = steps.Apply(logProbabilities, [.. beams.Select(beam => beam.History)]);            // [R, V]
        var sums = processed + tensor(beams.Select(beam => beam.Sum).ToArray(), ScalarType.Float64, logits.device).unsqueeze(1); // [R, V]
        var first = 0;
        foreach (var item in live)
        {
            var rows = item.Live.Count;
            item.Advance(Candidates(sums.narrow(0, first, rows), kept));
            first += rows;
        }
    }

    private static BeamCandidate[] Candidates(Tensor sums, int kept)
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
