namespace Audire.Evaluation.Runs;

/// <summary>A system's place on the board: its mean win rate over scenarios (AHELM's, ties as halves) with an interval.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Score">Mean win rate, 0 to 1; null where the system has no cell in common with another.</param>
/// <param name="Low">Lower end of the 95 % interval over resampled clips.</param>
/// <param name="High">Upper end.</param>
/// <param name="Rank">1 is best; systems that cannot be told apart share a rank.</param>
/// <param name="Tie">True where the interval overlaps that of the row above.</param>
public sealed record BoardRow(string System, double? Score, double? Low, double? High, int Rank, bool Tie);
