namespace Audire.Training.Beats;

/// <summary>A clip of the training data.</summary>
/// <param name="Path">The sound file.</param>
/// <param name="Seconds">Its length, for grouping clips of like length; 0 where unknown.</param>
/// <param name="Labels">Its label in each set it has one in; empty is well for pretraining.</param>
public sealed record LabelledClip(string Path, double Seconds, IReadOnlyDictionary<string, string> Labels);
