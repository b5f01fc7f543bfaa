using Audire.Evaluation.Suites;

namespace Audire.Cli.Transcripts;

/// <summary>What was said in a recording.</summary>
/// <param name="File">Full path.</param>
/// <param name="Transcript">The words.</param>
/// <param name="Language">Language code; null where the manifest does not tell.</param>
/// <param name="Set">The set it belongs to; empty where the manifest has none.</param>
internal sealed record Reference(string File, string Transcript, string? Language, string Set)
{
    /// <summary>
    /// Reads the recordings of a manifest (columns <c>file</c> and <c>transcript</c>, and, where known, <c>language</c> and <c>set</c>)
    /// that have a transcript.
    /// </summary>
    /// <exception cref="SuiteException">The manifest is absent, malformed, or has no transcripts.</exception>
    public static IReadOnlyList<Reference> ReadAll(string path)
    {
        var references = Manifest.Read(path).Rows
            .Where(row => row["transcript"].Length > 0)
            .Select(row => new Reference(row.PathOf(), row["transcript"], row["language"] is { Length: > 0 } language ? language : null, row["set"]))
            .ToList();
        return references.Count > 0 ? references : throw new SuiteException($"{path} has no transcripts: its column 'transcript' is absent or blank.");
    }
}
