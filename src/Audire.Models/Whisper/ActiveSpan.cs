namespace Audire.Models.Whisper;

/// <summary>A stretch of sound.</summary>
/// <param name="Start">Start in seconds.</param>
/// <param name="End">End in seconds, after <paramref name="Start"/>.</param>
public readonly record struct ActiveSpan(double Start, double End);
