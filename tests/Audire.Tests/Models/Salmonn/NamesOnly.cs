using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>A full-size checkpoint of which only names and shapes are at hand.</summary>
internal sealed class NamesOnly(JsonDocument manifest) : IWeightSource
{
    private readonly Dictionary<string, long[]> _shapes = ShapesOf(manifest);

    public string Origin => manifest.RootElement.GetProperty("title").GetString()!;

    public IReadOnlyCollection<string> Names => _shapes.Keys;

    public long[]? ShapeOf(string name) => _shapes.GetValueOrDefault(name);

    public Tensor Load(string name) => zeros(_shapes[name], ScalarType.Float32, META);

    public Q4Blocks? LoadQ4(string name) => null;

    /// <summary>The tensors that a loader must find, all unless the manifest lists them.</summary>
    public static Dictionary<string, long[]> Required(JsonDocument manifest)
    {
        var all = ShapesOf(manifest);
        return manifest.RootElement.TryGetProperty("required", out var required)
            ? required.EnumerateArray().ToDictionary(name => name.GetString()!, name => all[name.GetString()!], StringComparer.Ordinal)
            : all;
    }

    /// <summary>Asserts that a model asks for exactly the tensors that are required, in their shapes.</summary>
    public static void Compare(JsonDocument manifest, IReadOnlyDictionary<string, long[]> shapes)
    {
        var required = Required(manifest);
        Assert.Equal(required.Keys.Order(StringComparer.Ordinal), shapes.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, shape) in required) Assert.Equal(shape, shapes[name]);
    }

    private static Dictionary<string, long[]> ShapesOf(JsonDocument manifest) => manifest.RootElement.GetProperty("tensors").EnumerateObject()
        .ToDictionary(entry => entry.Name, entry => entry.Value[0].EnumerateArray().Select(side => side.GetInt64()).ToArray(), StringComparer.Ordinal);
}
