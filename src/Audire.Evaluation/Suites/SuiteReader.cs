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

    public static Suite Read(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "suite.yaml");
        var (text, bytes) = BoundedText.Read(path, MaxBytes);
        var yaml = Parse(path, text);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var manifest = Manifest.Read(SafePath.Resolve(folder, yaml.Manifest ?? throw Missing(path, "manifest"), $"{path}, key manifest"));
        var scenarios = yaml.Scenarios is { Count: > 0 and <= MaxScenarios } list ? list : throw new SuiteException($"{path}: 'scenarios' must list 1 to {MaxScenarios} scenarios.");
        var read = scenarios.Select((scenario, i) => ScenarioReader.Read(scenario ?? new(), $"{path}, scenario {i + 1}", manifest)).ToArray();
        if (read.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new SuiteException($"{path}: two scenarios are named '{twice.Key}'.");
        var name = ScenarioReader.RequireName(yaml.Suite ?? throw Missing(path, "suite"), $"{path}, key suite");
        return new Suite(name, yaml.Title ?? name, yaml.Seed ?? 1, path, Hash(bytes, manifest), manifest, read);
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
