namespace Audire.Training.Data;

/// <summary>An example whose sound was heard once.</summary>
/// <param name="Item">The example.</param>
/// <param name="Hash">The identity of its sound: a hash over the decoded samples.</param>
/// <param name="Seconds">Its length.</param>
public sealed record SurveyedItem(TrainingItem Item, string Hash, double Seconds);
