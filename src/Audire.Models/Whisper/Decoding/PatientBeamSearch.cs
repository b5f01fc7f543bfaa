using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>
/// Beam search as openai-whisper does it: of B + 1 continuations a row the best B that have not ended go on; it stops when
/// B·patience texts have ended, and ranks those.
/// </summary>
/// <remarks>Patience after Kasai et al. 2022. Other libraries' searches normalise lengths otherwise and give other texts now and then.</remarks>
/// <param name="beams">Hypotheses kept, B.</param>
/// <param name="patience">How many ended texts are waited for, as a multiple of B.</param>
/// <param name="lengthPenalty">By which the best is chosen, see <see cref="Hypothesis.Score"/>.</param>
internal sealed class PatientBeamSearch(int beams, double patience, double? lengthPenalty)
{
    private readonly record struct Candidate(int Row, int Token, double Sum);

    private readonly int _enough = Math.Max(1, (int)Math.Round(beams * patience, MidpointRounding.ToEven));

    /// <summary>Runs the search.</summary>
    /// <param name="task">The prompt; its state is used up.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public Hypothesis Run(SearchTask task, CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        List<Hypothesis> live = [new([], 0)];
        List<Hypothesis> finished = [];
        var logits = task.FirstLogits.clone();                                                  // [1, V]
        for (var written = 1; ; written++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var going = Advance(live, finished, Candidates(task, logits, live), task.EndOfText);
            logits.Dispose();
            live = [.. going.Select(candidate => Extended(live[candidate.Row], candidate))];
            if (finished.Count >= _enough || live.Count == 0 || written >= task.MaxTokens) break;
            task.State.Reorder([.. going.Select(candidate => candidate.Row)]);
            logits = task.State.Step([.. going.Select(candidate => candidate.Token)]);          // [B, V]
        }

        // Texts cut off by the limit make up the number, the likeliest first.
        var missing = Math.Max(0, beams - finished.Count);
        return Hypothesis.Best(finished.Concat(live.OrderByDescending(hypothesis => hypothesis.SumLogProb).Take(missing)), lengthPenalty);
    }

    // The B + 1 best continuations of every row, best first.
    private IEnumerable<Candidate> Candidates(SearchTask task, Tensor logits, List<Hypothesis> live)
    {
        using var scope = NewDisposeScope();
        var width = (int)Math.Min(beams + 1, logits.shape[1]);
        var (scores, ids) = task.LogProbs(logits, [.. live.Select(hypothesis => hypothesis.Tokens)]).topk(width, -1); // [R, B + 1]
        var (flatScores, flatIds) = (scores.data<float>().ToArray(), ids.data<long>().ToArray());
        return Enumerable.Range(0, flatIds.Length)
            .Select(i => new Candidate(i / width, (int)flatIds[i], live[i / width].SumLogProb + flatScores[i]))
            .Where(candidate => !double.IsNegativeInfinity(candidate.Sum))
            .OrderByDescending(candidate => candidate.Sum);
    }

    // Ended candidates count only while fewer than B live ones rank above them.
    private List<Candidate> Advance(List<Hypothesis> live, List<Hypothesis> finished, IEnumerable<Candidate> candidates, int endOfText)
    {
        List<Candidate> going = [];
        foreach (var candidate in candidates)
        {
            if (candidate.Token != endOfText) going.Add(candidate);
            else if (finished.Count < _enough) finished.Add(new Hypothesis(live[candidate.Row].Tokens, candidate.Sum));
            if (going.Count == beams) break;
        }
        return going;
    }

    private static Hypothesis Extended(Hypothesis hypothesis, Candidate candidate) => new([.. hypothesis.Tokens, candidate.Token], candidate.Sum);
}
