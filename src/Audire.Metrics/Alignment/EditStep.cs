namespace Audire.Metrics.Alignment;

/// <summary>One step of an alignment.</summary>
/// <param name="Operation">What happens.</param>
/// <param name="Reference">Index of the reference's token; for an insertion, of the token it stands before (the length at the end).</param>
/// <param name="Hypothesis">Index of the hypothesis's token; for a deletion, of the token it stands before (the length at the end).</param>
public readonly record struct EditStep(EditOperation Operation, int Reference, int Hypothesis);
