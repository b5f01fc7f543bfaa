using System.Globalization;

namespace Audire.Evaluation.Suites;

/// <summary>One recording of a manifest, with everything that is known of it. Immutable.</summary>
public sealed class ManifestRow
{
    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly string[] _fields;

    internal ManifestRow(Manifest manifest, int line, IReadOnlyDictionary<string, int> columns, string[] fields)
    {
        Manifest = manifest;
        Line = line;
        _columns = columns;
        _fields = fields;
    }

    /// <summary>The manifest it stands in.</summary>
    public Manifest Manifest { get; }

    /// <summary>Its line, from 1.</summary>
    public int Line { get; }

    /// <summary>The path of the recording relative to the manifest, as written.</summary>
    public string File => this["file"];

    /// <summary>The length in seconds that the manifest states; null where it states none.</summary>
    public double? Seconds => this["dur_s"] is { Length: > 0 } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds >= 0 ? seconds : null;

    /// <summary>The licence; empty where none is stated.</summary>
    public string Licence => this["licence"];

    /// <summary>Whom to name: the column <c>attribution</c>, else the source.</summary>
    public string Attribution => this["attribution"] is { Length: > 0 } attribution ? attribution : this["source"];

    /// <summary>A field by its column's name; empty where the column is blank or absent.</summary>
    public string this[string column] => _columns.TryGetValue(column, out var index) ? _fields[index] : "";

    /// <summary>Where the recording lies.</summary>
    /// <param name="column">The column that holds the path.</param>
    /// <exception cref="SuiteException">The path leads out of the manifest's folder.</exception>
    public string PathOf(string column = "file") => SafePath.Resolve(Manifest.Folder, this[column], $"{Manifest.Path}, line {Line}, column {column}");
}
