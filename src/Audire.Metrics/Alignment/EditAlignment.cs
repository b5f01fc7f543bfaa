namespace Audire.Metrics.Alignment;

/// <summary>A minimal alignment of a hypothesis with its reference: its steps in order, and how often each operation occurs.</summary>
/// <param name="Steps">One step for each place, left to right. What a word-level difference in a report shows.</param>
/// <param name="Counts">How often each operation occurs.</param>
public sealed record EditAlignment(IReadOnlyList<EditStep> Steps, EditCounts Counts);
