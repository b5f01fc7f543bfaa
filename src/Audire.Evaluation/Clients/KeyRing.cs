using Audire.Evaluation.Suites;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Audire.Evaluation.Clients;

/// <summary>
/// Keys and prices of remote systems. A key goes to the address it is kept for and nowhere else: <c>OPENAI_API_KEY</c> to
/// <c>api.openai.com</c>, <c>GEMINI_API_KEY</c> to <c>generativelanguage.googleapis.com</c>, a key of the user's file to the address that stands beside it there. Keys are never logged, stored or shown.
/// </summary>
/// <remarks>The file is a YAML list of <c>address</c>, <c>key</c>, <c>model</c> (optional) and <c>price</c> (optional). Immutable.</remarks>
public sealed class KeyRing
{
    private const int MaxBytes = 1 << 20;
    private static readonly Uri OpenAi = new("https://api.openai.com/v1");
    private readonly IReadOnlyList<Entry> _entries;

    /// <summary>Google's Generative Language API.</summary>
    internal static readonly Uri Gemini = new("https://generativelanguage.googleapis.com/v1beta");

    private KeyRing(IReadOnlyList<Entry> entries) => _entries = entries;

    /// <summary>No keys.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>Keys of the environment and, where named, of the user's file, whose entries come first.</summary>
    /// <param name="path">The file, or null.</param>
    /// <exception cref="SuiteException">The file is absent or malformed; the message never holds a key.</exception>
    public static KeyRing Load(string? path)
    {
        List<Entry> entries = path is null ? [] : Read(path);
        foreach (var (variable, address) in new[] { ("OPENAI_API_KEY", OpenAi), ("GEMINI_API_KEY", Gemini) })
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key) entries.Add(new Entry(address, "", key, null));
        return new KeyRing(entries);
    }

    /// <summary>The key for an address; null where none is kept for it.</summary>
    internal string? KeyFor(Uri address, string model) => Find(address, model).Select(entry => entry.Key).FirstOrDefault(key => key.Length > 0);

    /// <summary>What a model at an address costs; null where no price is stated.</summary>
    internal SystemPrice? PriceFor(Uri address, string model) => Find(address, model).Select(entry => entry.Price).FirstOrDefault(price => price is not null);

    private IEnumerable<Entry> Find(Uri address, string model) => _entries.Where(entry => entry.Model is "" || entry.Model == model).Where(entry =>
        Uri.Compare(entry.Address, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && address.AbsolutePath.StartsWith(entry.Address.AbsolutePath.TrimEnd('/'), StringComparison.Ordinal));

    private static List<Entry> Read(string path)
    {
        var (text, _) = BoundedText.Read(path, MaxBytes);
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<List<KeyYaml?>?>(text) ?? [];
            return [.. yaml.Select((entry, i) => entry?.ToEntry() ?? throw new SuiteException($"{path}: entry {i + 1} needs an absolute 'address', say https://api.openai.com/v1."))];
        }
        catch (YamlException e)
        {
#pragma warning disable MA0054 // the parser's message may quote what it read, and what it read may be a key
            throw new SuiteException($"{path}, line {e.Start.Line}: this is not a list of entries with 'address', 'key', 'model' and 'price'.");
#pragma warning restore MA0054
        }
    }

    private sealed record Entry(Uri Address, string Model, string Key, SystemPrice? Price);

#pragma warning disable CA1812 // YamlDotNet makes these
    private sealed class KeyYaml
    {
        public string? Address { get; set; }
        public string? Model { get; set; }
        public string? Key { get; set; }
        public PriceYaml? Price { get; set; }

        public Entry? ToEntry() => Uri.TryCreate(Address, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? new Entry(address, Model ?? "", Key ?? "", Price is null ? null : new SystemPrice(Price.PerMillionInput, Price.PerMillionOutput, Price.PerMinuteAudio)) : null;
    }
}
