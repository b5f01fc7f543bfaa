using Audire.Models.Generation;

namespace Audire.Models.Salmonn.Decoding;

/// <summary>One prompt of <see cref="PublishedBeamSearch"/>: its live sequences, best first, and the best that have ended.</summary>
internal sealed class PublishedBeamItem(int index, IReadOnlyList<int> seed, GenerationOptions options) : IBeamItem
{
    private readonly List<BeamHypothesis> _finished = []; // at most the number of beams, in no order

    /// <inheritdoc/>
    public IReadOnlyList<Beam> Live { get; private set; } = [new Beam(new TokenHistory(seed), 0, [])];

    /// <inheritdoc/>
    public IReadOnlyList<int> Parents { get; private set; } = [0];

    /// <inheritdoc/>
    public int RowsBefore { get; private set; } = 1;

    /// <summary>Whether nothing that lives can beat what has ended, or the limit is reached.</summary>
    public bool Done { get; private set; }

    /// <summary>The best sequence; asked when the item is done. Of equal scores the one that ended last.</summary>
    public BeamHypothesis Best => _finished.OrderBy(hypothesis => hypothesis.Score).Last();

    /// <inheritdoc/>
    public void Advance(IReadOnlyList<BeamCandidate> candidates)
    {
        var length = Live[0].History.Tokens.Count; // the seed counts, the token of this step does not
        var live = new List<Beam>(options.Beams);
        var parents = new List<int>(options.Beams);
        for (var rank = 0; rank < candidates.Count && live.Count < options.Beams; rank++)
        {
            var candidate = candidates[rank];
            var parent = Live[candidate.Parent];
            int[] origins = [.. parent.Origins, index * options.Beams + candidate.Parent];
            if (!options.StopIds.Contains(candidate.Token))
            {
                live.Add(new Beam(parent.History.With(candidate.Token), candidate.Sum, origins));
                parents.Add(candidate.Parent);
            }
            else if (rank < options.Beams) // an end further down the list is passed over
            {
                Keep([.. parent.History.WrittenTokens(), candidate.Token], candidate.Sum, length, origins, FinishReason.StopId);
            }
        }
        (Live, Parents, RowsBefore) = (live, parents, Live.Count);
        if (_finished.Count == options.Beams) // what lives is scored at the length it gets by this step
            Done = options.EarlyStopping == EarlyStopping.WhenFull || _finished.Min(hypothesis => hypothesis.Score) >= Score(candidates[0].Sum, length + 1);
        if (!Done && Live[0].History.Written >= options.MaxNewTokens) End();
    }

    // At the limit what lives is scored like what has ended.
    private void End()
    {
        Done = true;
        foreach (var beam in Live) Keep(beam.History.WrittenTokens(), beam.Sum, beam.History.Tokens.Count, beam.Origins, FinishReason.Length);
    }

    private void Keep(int[] tokens, double sum, int length, IReadOnlyList<int> origins, FinishReason reason)
    {
        var score = Score(sum, length);
        if (_finished.Count < options.Beams)
        {
            _finished.Add(new BeamHypothesis(tokens, sum, score, origins, reason));
            return;
        }
        var worst = _finished.MinBy(hypothesis => hypothesis.Score)!;
        if (score <= worst.Score) return;
        _finished.Remove(worst);
        _finished.Add(new BeamHypothesis(tokens, sum, score, origins, reason));
    }

    private double Score(double sum, int length) => sum / Math.Pow(length, options.LengthPenalty);
}
