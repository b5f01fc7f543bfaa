namespace Audire.Models.Generation;

/// <summary>A live sequence of a beam search.</summary>
/// <param name="History">What it has read and written.</param>
/// <param name="Sum">Sum of processed log-probabilities.</param>
/// <param name="Origins">Row of the scores each token was taken from.</param>
internal sealed record Beam(TokenHistory History, double Sum, IReadOnlyList<int> Origins);

/// <summary>A possible continuation: of which live sequence, by which token, and the sum it then has.</summary>
internal readonly record struct BeamCandidate(int Parent, int Token, double Sum);

/// <summary>One prompt of a beam search: its live sequences, best first, and the best that have ended.</summary>
/// <remarks>The rules of transformers 4.57; the numbers of its own search are those of the recorded runs.</remarks>
internal sealed class BeamItem(int index, IReadOnlyList<int> prompt, GenerationOptions options) : IBeamItem
{
    private readonly List<BeamHypothesis> _finished = []; // best first, at most the number of beams
    private bool _canImprove = true;

    /// <inheritdoc/>
    public IReadOnlyList<Beam> Live { get; private set; } = [new Beam(new TokenHistory(prompt), 0, [])];

    /// <inheritdoc/>
    public IReadOnlyList<int> Parents { get; private set; } = [0];

    /// <inheritdoc/>
    public int RowsBefore { get; private set; } = 1;

    /// <summary>Sequences that have ended, best first.</summary>
    public IReadOnlyList<BeamHypothesis> Finished => _finished;

    /// <summary>Whether nothing more can come of the live sequences.</summary>
    public bool Done => Live.Count == 0 || !_canImprove || Full;

    /// <inheritdoc/>
    public void Advance(IReadOnlyList<BeamCandidate> candidates)
    {
        var length = Live[0].History.Written + 1;
        var live = new List<Beam>(options.Beams);
        var parents = new List<int>(options.Beams);
        for (var rank = 0; rank < candidates.Count; rank++)
        {
            var candidate = candidates[rank];
            var ended = options.StopIds.Contains(candidate.Token);
            if (!ended && length < options.MaxNewTokens)
            {
                if (live.Count == options.Beams) continue;
                live.Add(Extend(candidate));
                parents.Add(candidate.Parent);
            }
            else if (rank < options.Beams) // an end further down the list is passed over
            {
                Finish(candidate, length, ended ? FinishReason.StopId : FinishReason.Length);
            }
        }
        (Live, Parents, RowsBefore) = (live, parents, Live.Count);
        _canImprove = live.Count > 0 && CanImprove(length);
    }

    // Asked between steps only: several may end in one, and push each other out.
    private bool Full => options.EarlyStopping == EarlyStopping.WhenFull && _finished.Count == options.Beams;

    private Beam Extend(BeamCandidate candidate)
    {
        var parent = Live[candidate.Parent];
        return new Beam(parent.History.With(candidate.Token), candidate.Sum, [.. parent.Origins, Row(candidate)]);
    }

    private void Finish(BeamCandidate candidate, int length, FinishReason reason)
    {
        var parent = Live[candidate.Parent];
        var score = candidate.Sum / Math.Pow(length, options.LengthPenalty);
        var place = _finished.FindIndex(other => other.Score < score); // of equals the one that ended first stays ahead
        if (place < 0) place = _finished.Count;
        if (place == options.Beams) return;
        _finished.Insert(place, new BeamHypothesis(
            [.. parent.History.WrittenTokens(), candidate.Token], candidate.Sum, score, [.. parent.Origins, Row(candidate)], reason));
        if (_finished.Count > options.Beams) _finished.RemoveAt(options.Beams);
    }

    private int Row(BeamCandidate candidate) => index * options.Beams + candidate.Parent;

    private bool CanImprove(int length)
    {
        if (_finished.Count < options.Beams) return true;
        var reach = options.EarlyStopping == EarlyStopping.Never && options.LengthPenalty > 0 ? options.MaxNewTokens : length;
        return Live[0].Sum / Math.Pow(reach, options.LengthPenalty) > _finished[^1].Score;
    }
}
