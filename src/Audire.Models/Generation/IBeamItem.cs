namespace Audire.Models.Generation;

/// <summary>One prompt of a beam search, by whatever rules: its live sequences and how they go on.</summary>
internal interface IBeamItem
{
    /// <summary>Live sequences, best first.</summary>
    IReadOnlyList<Beam> Live { get; }

    /// <summary>For each live sequence its place among those of the step before.</summary>
    IReadOnlyList<int> Parents { get; }

    /// <summary>How many rows it had in the step before.</summary>
    int RowsBefore { get; }

    /// <summary>Whether nothing more is to come of the live sequences.</summary>
    bool Done { get; }

    /// <summary>Takes one step: the best continuations, best first.</summary>
    void Advance(IReadOnlyList<BeamCandidate> candidates);
}
