namespace Audire.Benchmarks;

/// <summary>One row of the result table: our samples and the peer's, taken in turn.</summary>
/// <param name="Work">What was done, with its shape.</param>
/// <param name="Threads">Threads on both sides.</param>
/// <param name="Unit">Unit of the samples.</param>
/// <param name="HigherIsBetter">Direction of the unit.</param>
/// <param name="Ours">Our samples.</param>
/// <param name="Peer">The peer's or the limit's samples, pair by pair.</param>
/// <param name="PeerName">What the peer is.</param>
/// <param name="Note">Anything the numbers need to be read with.</param>
internal sealed record Measurement(
    string Work, int Threads, string Unit, bool HigherIsBetter, IReadOnlyList<double> Ours, IReadOnlyList<double> Peer, string PeerName, string Note = "")
{
    /// <summary>How much better we are than the peer, pair by pair; above 1 is better, whatever the unit's direction.</summary>
    public IReadOnlyList<double> Ratios => [.. Ours.Zip(Peer, (ours, peer) => HigherIsBetter ? ours / peer : peer / ours)];

    /// <summary>The better end of our samples.</summary>
    public double Best => HigherIsBetter ? Ours.Max() : Ours.Min();

    /// <summary>The middle of a list of samples.</summary>
    public static double Median(IReadOnlyList<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
