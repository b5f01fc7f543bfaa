namespace Audire.Models.Generation;

/// <summary>A sequence that a beam search found.</summary>
/// <param name="Tokens">The written tokens, the end token included where one ended it.</param>
/// <param name="SumLogProbability">Sum of their processed log-probabilities, float64.</param>
/// <param name="Score">That sum / (number of tokens) ^ length penalty.</param>
/// <param name="BeamIndices">For each token the row of that step's scores it was taken from: item · beams + place among the live sequences.</param>
/// <param name="Finish">Why it ended.</param>
public sealed record BeamHypothesis(IReadOnlyList<int> Tokens, double SumLogProbability, double Score, IReadOnlyList<int> BeamIndices, FinishReason Finish);
