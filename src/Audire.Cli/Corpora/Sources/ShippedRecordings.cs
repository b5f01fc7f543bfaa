using Audire.Evaluation.Suites;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// The recordings of the suite that ships. Nothing learns from them, or the suite could not judge what has learnt: they serve the test split or none.
/// </summary>
internal static class ShippedRecordings
{
    private static readonly Lazy<IReadOnlyList<string>> Sources = new(() =>
        [.. Manifest.Read(Path.Combine(ShippedData.Folder(), "manifest.tsv")).Rows.Select(row => row["source"])]);

    /// <summary>True where the suite has something of a name: a file's name with its folder.</summary>
    public static bool Has(string name) => Sources.Value.Any(source => source.Contains(name, StringComparison.Ordinal));
}
