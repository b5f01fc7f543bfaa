using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Audire.Evaluation.Suites;

/// <summary>From YAML to a <see cref="Suite"/>, with every mistake told as one sentence.</summary>
internal static class SuiteReader
{
    private const int MaxBytes = 1 << 20;
    private const int MaxScenarios = 1000;

    private static readonly string[] ManifestNames = ["manifest.tsv", "manifest.jsonl", "manifest.json"];

    public static Suite Read(string path, string? data)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "suite.yaml");
        var (text, bytes) = BoundedText.Read(path, MaxBytes);
        var yaml = Parse(path, text);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var manifest = Manifest.Read(data is not null ? Find(data)
            : SafePath.Resolve(folder, yaml.Manifest ?? throw Missing(path, "manifest"), $"{path}, key manifest"));
        bool isOptional = yaml.Optional ?? false;
        var scenarios = yaml.Scenarios is { Count: > 0 and <= MaxScenarios } list ? list : throw new SuiteException($"{path}: 'scenarios' must list 1 to {MaxScenarios} scenarios.");
        var read = scenarios.Select((scenario, i) => ScenarioReader.Read(scenario ?? new(), $"{path}, scenario {i + 1}", manifest, isOptional)).ToArray();
        if (read.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new SuiteException($"{path}: two scenarios are named '{twice.Key}'.");
        var name = ScenarioReader.RequireName(yaml.Suite ?? throw Missing(path, "suite"), $"{path}, key suite");
        return new Suite(name, yaml.Title ?? name, yaml.Seed ?? 1, isOptional, path, Hash(bytes, manifest), manifest, read);
    }

    private static string Find(string data)
    {
        if (!Directory.Exists(data)) return data;
        string[] found = [.. ManifestNames.Select(name => Path.Combine(data, name)).Where(File.Exists)];
        return found.Length == 1 ? found[0] : throw new SuiteException(found.Length == 0
            ? $"The folder {data} holds none of {string.Join(", ", ManifestNames)}; name the manifest itself."
            : $"The folder {data} holds {string.Join(" and ", found.Select(Path.GetFileName))}; name the one that is meant.");
    }

    private static SuiteYaml Parse(string path, string text)
    {
        try
        {
            var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            return deserializer.Deserialize<SuiteYaml?>(text) ?? throw new SuiteException($"{path} is empty; it must name 'suite', 'manifest' and 'scenarios'.");
        }
        catch (YamlException e)
        {
            // The inner exception, where there is one, tells the key or value; the outer one only that reading failed.
            var reason = (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ").TrimEnd('.');
            throw new SuiteException($"{path}, line {e.Start.Line}: {SafePath.Shorten(reason)}.", e);
        }
    }

    private static SuiteException Missing(string path, string key) => new($"{path}: the key '{key}' is missing.");

    private static string Hash(byte[] suite, Manifest manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(suite));
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(manifest.Hash));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
