using Audire.Cli.Hosting;

namespace Audire.Cli.Transcripts;

/// <summary>What was said in a recording.</summary>
/// <param name="File">Full path.</param>
/// <param name="Transcript">The words.</param>
/// <param name="Language">Language code; null where the manifest does not tell.</param>
/// <param name="Set">The set it belongs to; empty where the manifest has none.</param>
internal sealed record Reference(string File, string Transcript, string? Language, string Set);

/// <summary>
/// A table of recordings and what was said in them: tab-separated, UTF-8, no quoting, a header line; columns <c>file</c> (relative to the
/// table) and <c>transcript</c>, and, where known, <c>language</c> and <c>set</c>. Rows without a transcript are left out.
/// </summary>
internal static class ReferenceManifest
{
    /// <summary>Reads the table.</summary>
    /// <exception cref="CommandException">It lacks a column, or a row is cut.</exception>
    public static IReadOnlyList<Reference> Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var lines = File.ReadLines(path).GetEnumerator();
        if (!lines.MoveNext()) throw new CommandException($"{path} is empty; its first line must name the columns, file and transcript among them.");
        var header = lines.Current.TrimStart('\uFEFF').Split('\t');
        int file = Column("file"), transcript = Column("transcript"), language = Array.IndexOf(header, "language"), set = Array.IndexOf(header, "set");

        var references = new List<Reference>();
        for (var number = 2; lines.MoveNext(); number++)
        {
            if (lines.Current.Length == 0) continue;
            var fields = lines.Current.Split('\t');
            if (fields.Length < header.Length) throw new CommandException($"{path}, line {number}, has {fields.Length} fields where its header has {header.Length}.");
            if (fields[transcript].Length == 0) continue;
            references.Add(new Reference(
                Path.GetFullPath(Path.Combine(folder, fields[file])), fields[transcript],
                language >= 0 && fields[language].Length > 0 ? fields[language] : null, set >= 0 ? fields[set] : ""));
        }
        return references;

        int Column(string name) => Array.IndexOf(header, name) is var index and >= 0
            ? index
            : throw new CommandException($"{path} has no column '{name}'; its first line must name the columns, file and transcript among them, separated by tabs.");
    }
}
