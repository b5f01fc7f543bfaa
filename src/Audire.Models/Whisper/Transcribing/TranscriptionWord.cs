namespace Audire.Models.Whisper;

/// <summary>A word and its time.</summary>
/// <param name="Text">The word with the punctuation at it, and the space before it.</param>
/// <param name="Start">Start in seconds.</param>
/// <param name="End">End in seconds.</param>
/// <param name="Probability">Mean probability of its tokens, from 0 to 1.</param>
public sealed record TranscriptionWord(string Text, double Start, double End, double Probability);
