namespace Audire.Models.Whisper;

/// <summary>What was said in a recording.</summary>
/// <param name="Language">Code of the language spoken: detected, or as asked for.</param>
/// <param name="LanguageProbability">Probability of that language among all, from 0 to 1; 1 where it was asked for.</param>
/// <param name="Text">The whole text, without the space Whisper begins with.</param>
/// <param name="Segments">The text in pieces, in order of time.</param>
/// <param name="Duration">Length of the recording.</param>
public sealed record Transcription(
    string Language, double LanguageProbability, string Text, IReadOnlyList<TranscriptionSegment> Segments, TimeSpan Duration);
