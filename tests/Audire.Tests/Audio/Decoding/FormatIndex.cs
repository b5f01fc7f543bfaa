using System.Text.Json;
using Audire.Tests.Support;

namespace Audire.Tests.Audio.Decoding;

/// <summary>The decoder test files and what formats.json says about them.</summary>
internal sealed class FormatIndex : IDisposable
{
    private readonly string _folder = Fixtures.RequireShared("audio", "formats");
    private readonly JsonDocument _index;

    public FormatIndex() => _index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "formats.json")));

    public IEnumerable<(string Name, string Path, JsonElement Facts)> Files(string kind) =>
        _index.RootElement.GetProperty(kind).EnumerateObject()
            .Select(entry => (entry.Name, Path.Combine(_folder, kind, entry.Name), entry.Value))
            .Where(entry => File.Exists(entry.Item2));

    public (JsonElement Facts, RecordedTensor Samples) Pcm(string id)
    {
        var facts = _index.RootElement.GetProperty("pcm").GetProperty(id);
        return (facts, new RecordedTensors(PathOf(facts.GetProperty("file").GetString()!))[facts.GetProperty("tensor").GetString()!]);
    }

    public string PathOf(string relative) => Path.Combine(_folder, relative);


    public void Dispose() => _index.Dispose();
}
