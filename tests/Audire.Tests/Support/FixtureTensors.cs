using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Tests.Support;

/// <summary>A safetensors file of recorded tensors, and the part of it under a prefix as a source of weights.</summary>
internal sealed class FixtureTensors(string path) : IDisposable
{
    private readonly Checkpoint _file = Checkpoint.Open(path);

    public IEnumerable<string> Names => _file.Tensors.Keys;

    public Tensor this[string name] => _file.Load(name);

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    /// <summary>The tensors whose names begin with the prefix, without it.</summary>
    public IWeightSource Under(string prefix) => new Prefixed(_file, prefix);

    public void Dispose() => _file.Dispose();

    private sealed class Prefixed(Checkpoint file, string prefix) : IWeightSource
    {
        public string Origin => $"{file.Path} ({prefix})";

        public IReadOnlyCollection<string> Names => [.. file.Tensors.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];

        public long[]? ShapeOf(string name) => file.Tensors.TryGetValue(prefix + name, out var entry) ? entry.Shape : null;

        public Tensor Load(string name) => file.Load(prefix + name);

        public Q4Blocks? LoadQ4(string name) => null;
    }
}
