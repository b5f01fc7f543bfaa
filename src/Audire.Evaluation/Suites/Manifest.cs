using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Audire.Evaluation.Suites;

/// <summary>
/// A list of recordings: UTF-8, tab-separated, no quoting, a header line. Only the column <c>file</c> is required; the known ones are
/// <c>set file dur_s kind label speaker gender emotion language transcript licence source attribution sha256</c>, and any other may be
/// added, to select, slice or ask by. A file that ends in <c>.json</c> or <c>.jsonl</c> is read as an annotation in SALMONN's form (<c>docs/salmonn-suite.md</c>).
/// </summary>
/// <remarks>Immutable. Bounds: 256 MiB, 64 Ki characters a line, 256 columns.</remarks>
public sealed partial class Manifest
{
    private const int MaxBytes = 256 << 20;
    private const int MaxLine = 64 << 10;
    internal const int MaxColumns = 256;

    private Manifest(string path, string hash)
    {
        Path = path;
        Hash = hash;
        Folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The folder that paths in it are relative to.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The recordings, in order.</summary>
    public IReadOnlyList<ManifestRow> Rows { get; private set; } = [];

    /// <summary>Reads a manifest; recordings are not opened.</summary>
    /// <exception cref="SuiteException">The file is absent, too large, not UTF-8, lacks <c>file</c>, or has a line with another number of fields.</exception>
    public static Manifest Read(string path)
    {
        var (text, bytes) = BoundedText.Read(path, MaxBytes);
        var manifest = new Manifest(path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        if (AnnotationReader.Reads(path))
        {
            var (names, entries) = AnnotationReader.Read(path, text);
            var index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
            (manifest.Columns, manifest.Rows) = (names, [.. entries.Select(entry => new ManifestRow(manifest, entry.Line, index, entry.Fields))]);
            return manifest;
        }

        Dictionary<string, int>? columns = null;
        var rows = new List<ManifestRow>();
        foreach (var (number, line) in BoundedText.Lines(path, text, MaxLine))
        {
            var fields = line.Split('\t');
            if (columns is null) columns = ReadHeader(path, number, fields);
            else if (fields.Length != columns.Count)
                throw new SuiteException($"{path}, line {number}: {fields.Length} fields where the header has {columns.Count} columns; separate fields by one tab each.");
            else rows.Add(new ManifestRow(manifest, number, columns, fields));
        }

        manifest.Columns = columns is null
            ? throw new SuiteException($"{path} is empty; the first line names the columns, among them 'file'.")
            : [.. columns.Keys];
        manifest.Rows = rows.Count > 0 ? rows : throw new SuiteException($"{path} has a header and no recordings.");
        return manifest;
    }

    private static Dictionary<string, int> ReadHeader(string path, int line, string[] names)
    {
        if (names.Length > MaxColumns) throw new SuiteException($"{path}, line {line}: {names.Length} columns; at most {MaxColumns} are read.");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!ColumnName().IsMatch(name))
                throw new SuiteException($"{path}, line {line}: '{SafePath.Shorten(name)}' is no column name; use lower-case letters, digits, '_' and '-'.");
            if (!columns.TryAdd(name, columns.Count)) throw new SuiteException($"{path}, line {line}: the column '{name}' stands twice.");
        }

        return columns.ContainsKey("file") ? columns
            : throw new SuiteException($"{path}, line {line}: there is no column 'file' among {SafePath.Shorten(string.Join(", ", names))}.");
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,63}$")]
    internal static partial Regex ColumnName();
}
