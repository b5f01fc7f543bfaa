namespace Audire.Training;

/// <summary>How a run ended.</summary>
/// <param name="Step">Steps done in all.</param>
/// <param name="Finished">False where it was stopped before its end; its state is saved.</param>
/// <param name="Loss">The loss of the last step; not a number where none was done.</param>
/// <param name="BestStep">The step with the best evaluation; null where there was none.</param>
/// <param name="BestValue">Its value.</param>
public sealed record TrainingResult(long Step, bool Finished, double Loss, long? BestStep, double? BestValue);
