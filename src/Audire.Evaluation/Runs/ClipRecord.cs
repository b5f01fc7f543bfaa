namespace Audire.Evaluation.Runs;

/// <summary>A clip as it was sent, by its content; the run folder keeps what the system heard as <c>clips/HASH.wav</c>.</summary>
/// <param name="Hash">SHA-256 of the decoded samples, hexadecimal.</param>
/// <param name="Source">The path in the data set's manifest, for people.</param>
/// <param name="Seconds">Length.</param>
/// <param name="Licence">The licence the clip is under.</param>
/// <param name="Attribution">Whom to name.</param>
public sealed record ClipRecord(string Hash, string Source, double Seconds, string Licence, string Attribution);
