namespace Audire.Training.Data;

/// <summary>An example in a batch.</summary>
/// <param name="Index">Which.</param>
/// <param name="Pass">How often it was drawn before: chooses its variant where clips have several.</param>
public readonly record struct SampledExample(int Index, long Pass);
