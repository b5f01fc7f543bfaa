namespace Audire.Models.Whisper;

/// <summary>How likely a language is spoken.</summary>
/// <param name="Language">Its code, as Whisper's tokens spell it.</param>
/// <param name="Probability">From 0 to 1; over all languages of a model they sum to 1.</param>
public readonly record struct LanguageProbability(string Language, double Probability);
