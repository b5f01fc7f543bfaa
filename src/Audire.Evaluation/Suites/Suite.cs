using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Suites;

/// <summary>A suite: scenarios over the recordings of a manifest. Immutable.</summary>
public sealed class Suite
{
    internal Suite(
        string name, string title, int seed, bool isOptional, string source, string hash, Manifest manifest, IReadOnlyList<ScenarioDefinition> scenarios)
    {
        IsOptional = isOptional;
        Name = name;
        Title = title;
        Seed = seed;
        Source = source;
        Hash = hash;
        Manifest = manifest;
        Scenarios = scenarios;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its title, for people.</summary>
    public string Title { get; }

    /// <summary>What sampling and seeded baselines depend on. Default 1.</summary>
    public int Seed { get; }

    /// <summary>True where scenarios without recordings are listed as not run; false (default) where they are errors.</summary>
    public bool IsOptional { get; }

    /// <summary>The file it was read from.</summary>
    public string Source { get; }

    /// <summary>SHA-256 over the suite file and the manifest.</summary>
    public string Hash { get; }

    /// <summary>The recordings.</summary>
    public Manifest Manifest { get; }

    /// <summary>The scenarios, in order.</summary>
    public IReadOnlyList<ScenarioDefinition> Scenarios { get; }

    /// <summary>Reads a suite.</summary>
    /// <param name="path">A YAML file, or a folder that holds <c>suite.yaml</c>.</param>
    /// <param name="data">
    /// A manifest to take instead of the suite's own: a tab-separated or annotation file, or a folder that holds <c>manifest.tsv</c>, <c>manifest.jsonl</c> or
    /// <c>manifest.json</c>. Null (default) for its own.
    /// </param>
    /// <exception cref="SuiteException">The suite or its manifest is absent, malformed, or refers to what is not there.</exception>
    public static Suite Read(string path, string? data = null) => SuiteReader.Read(path, data);

    internal SuiteRecord ToRecord() => new(Name, Title, Hash, Source, Manifest.Rows.Count) { Manifest = Manifest.Path };
}
