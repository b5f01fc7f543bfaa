using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>An adapter's tensors under their names in memory, whichever of PEFT's forms the source has.</summary>
internal sealed class PeftWeights : IWeightSource
{
    private readonly IWeightSource _source;
    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);

    public PeftWeights(IWeightSource source)
    {
        _source = source;
        foreach (var name in source.Names)
            if (!_stored.TryAdd(LoraNames.InMemory(name), name))
                throw new ModelConfigException(source.Origin, $"it holds '{name}' under two forms of the name");
    }

    public string Origin => _source.Origin;

    public IReadOnlyCollection<string> Names => _stored.Keys;

    public long[]? ShapeOf(string name) => _stored.TryGetValue(name, out var stored) ? _source.ShapeOf(stored) : null;

    public Tensor Load(string name) => _source.Load(_stored[name]);

    public Q4Blocks? LoadQ4(string name) => _source.LoadQ4(_stored[name]);
}
