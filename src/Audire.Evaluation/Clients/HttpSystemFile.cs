using System.Security.Cryptography;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Audire.Evaluation.Clients;

/// <summary>How a server is asked, as <c>http:FILE.yaml</c> says it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Url">Where to post.</param>
/// <param name="Headers">Headers, with placeholders.</param>
/// <param name="Body">What to post, with placeholders.</param>
/// <param name="Answer">Where the answer stands.</param>
/// <param name="Patience">Time-outs and retries.</param>
/// <param name="PerMinute">Most requests a minute; 0 for any number.</param>
/// <param name="Tasks">What it can do.</param>
/// <param name="Price">What it costs.</param>
internal sealed record HttpSystemFile(
    string Path, string Hash, Uri Url, IReadOnlyDictionary<string, string> Headers, HttpBodyTemplate Body, JsonPath Answer, RemotePatience Patience,
    double PerMinute, IReadOnlyList<string> Tasks, SystemPrice? Price)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="AuditSystemException">It is malformed; the message names the key.</exception>
    /// <exception cref="SuiteException">It is absent or unreadable.</exception>
    public static HttpSystemFile Read(string path)
    {
        var (text, bytes) = BoundedText.Read(path, MaxBytes);
        var yaml = Parse(path, text);
        if (!Uri.TryCreate(yaml.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            throw Wrong(path, "url", "must be an absolute http or https address without a user name, say https://api.example.org/v1/answer");
        var tasks = yaml.Tasks ?? [.. ScenarioTask.All];
        if (tasks.FirstOrDefault(task => !ScenarioTask.All.Contains(task)) is { } unknown) throw Wrong(path, "tasks", $"names '{SafePath.Shorten(unknown)}'; use some of {string.Join(", ", ScenarioTask.All)}");
        if (yaml.Headers?.FirstOrDefault(header => !IsHeader(header.Key, header.Value)) is { Key: not null } bad) throw Wrong(path, "headers", $"has '{SafePath.Shorten(bad.Key)}', which is no header");
        return new HttpSystemFile(
            path, Convert.ToHexStringLower(SHA256.HashData(bytes)), url, yaml.Headers ?? [],
            HttpBodyTemplate.Parse(yaml.Body ?? throw Wrong(path, "body", "is missing"), path), JsonPath.Parse(yaml.Answer ?? throw Wrong(path, "answer", "is missing"), path),
            new RemotePatience(TimeSpan.FromSeconds(Within(yaml.Timeout ?? 600, 0.1, 3600, path, "timeout")), (int)Within(yaml.Retries ?? 5, 0, 20, path, "retries"), RemotePatience.Default.FirstDelay),
            Within(yaml.PerMinute ?? 0, 0, 1e6, path, "perMinute"), tasks, yaml.Price is { } price ? new SystemPrice(price.PerMillionInput, price.PerMillionOutput, price.PerMinuteAudio) : null);
    }

    private static HttpSystemYaml Parse(string path, string text)
    {
        try
        {
            var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            return deserializer.Deserialize<HttpSystemYaml?>(text) ?? throw new AuditSystemException($"{path} is empty; it must name 'url', 'body' and 'answer'.");
        }
        catch (YamlException e)
        {
#pragma warning disable MA0054 // the parser's message may quote what it read, and what it read may be a key
            throw new AuditSystemException($"{path}, line {e.Start.Line}: this is no description of a server; its keys are url, headers, body, answer, timeout, retries, perMinute, tasks and price.");
#pragma warning restore MA0054
        }
    }

    // Line breaks would let a value add headers of its own.
    private static bool IsHeader(string name, string? value) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && value is not null && !value.Any(char.IsControl);

    private static double Within(double value, double low, double high, string path, string key) =>
        value >= low && value <= high ? value : throw Wrong(path, key, $"must be from {low} to {high}");

    private static AuditSystemException Wrong(string path, string key, string what) => new($"{path}: '{key}' {what}.");
}

#pragma warning disable CA1812 // YamlDotNet makes these

/// <summary>The file as it is written.</summary>
internal sealed class HttpSystemYaml
{
    public string? Url { get; set; }
    public Dictionary<string, string>? Headers { get; set; }
    public string? Body { get; set; }
    public string? Answer { get; set; }
    public double? Timeout { get; set; }
    public double? Retries { get; set; }
    public double? PerMinute { get; set; }
    public List<string>? Tasks { get; set; }
    public PriceYaml? Price { get; set; }
}

/// <summary>A price as it is written, here and in files of keys.</summary>
internal sealed class PriceYaml
{
    public double PerMillionInput { get; set; }
    public double PerMillionOutput { get; set; }
    public double PerMinuteAudio { get; set; }
}
