using Audire.Models.Llama;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>A low-rank adapter for a decoder of the Llama family: a pair of small matrices beside chosen projections of every layer.</summary>
/// <remarks>
/// Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models". The decoder's own weights are never touched; how strongly the
/// adapter counts is said by each request (<see cref="LoraUse"/>). Safe to share between threads while nobody trains it.
/// </remarks>
public sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<(int Layer, string Target), LoraPair> _pairs = [];
    private readonly WeightSet? _own;
    private readonly LoraTarget[] _targets;
    private readonly int _layers;

    private LoraAdapter(Weights weights, LlamaConfig model, LoraConfig config, bool owns)
    {
        Config = config;
        _layers = model.Layers;
        _targets = LoraTarget.Of(model);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (var layer = 0; layer < model.Layers; layer++)
            foreach (var target in _targets.Where(target => config.Targets.Contains(target.Name)))
            {
                var down = Take(LoraNames.Down(layer, target), config.Rank, target.Inputs);  // A, [r, in]
                var up = Take(LoraNames.Up(layer, target), target.Outputs, config.Rank);     // B, [out, r]
                _pairs[(layer, target.Name)] = new LoraPair(down, up);
            }

        Tensors = tensors;
        Trainable = tensors.Where(pair => pair.Value.requires_grad).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (owns) _own = weights.Complete();

        Tensor Take(string name, params long[] shape) => tensors[name] = weights.Vector(name, shape);
    }

    /// <summary>Its shape.</summary>
    public LoraConfig Config { get; }

    /// <summary>The scale it is trained with, α / r.</summary>
    public double Scaling => Config.Scaling;

    /// <summary>All matrices by PEFT's names in memory, <c>base_model.model.model.layers.N.self_attn.q_proj.lora_A.default.weight</c> and kin.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Those of them that gradients reach: all or none.</summary>
    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    /// <summary>Builds an adapter from weights under the names of <see cref="Tensors"/>; they belong to the caller's <see cref="WeightSet"/>.</summary>
    /// <param name="weights">Seen from the decoder: for a SALMONN checkpoint, the scope <c>llama_model</c>.</param>
    /// <param name="model">The decoder's shape.</param>
    /// <param name="config">The adapter's shape.</param>
    public static LoraAdapter Build(Weights weights, LlamaConfig model, LoraConfig config) => new(weights, model, config, owns: false);

    /// <summary>Makes an adapter that does nothing yet and is to be trained: A uniform within 1 / √inputs, B zeros.</summary>
    /// <param name="model">The decoder's shape.</param>
    /// <param name="config">The adapter's shape.</param>
    /// <param name="seed">Seed of A.</param>
    /// <param name="device">Where it is held; the CPU where null.</param>
    /// <exception cref="ModelConfigException">The configuration is out of range.</exception>
    public static LoraAdapter Create(LlamaConfig model, LoraConfig config, long seed, Device? device = null)
    {
        config.Validate("The adapter's configuration");
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var target in LoraTarget.Of(model).Where(target => config.Targets.Contains(target.Name)))
            for (var layer = 0; layer < model.Layers; layer++)
            {
                shapes[LoraNames.Down(layer, target)] = [config.Rank, target.Inputs];
                shapes[LoraNames.Up(layer, target)] = [target.Outputs, config.Rank];
            }

        var source = new InitialWeights(shapes, (name, _) => LoraNames.IsDown(name) ? InitialValue.KaimingUniform : InitialValue.Zeros, seed);
        return FromSource(source, model, config, trainable: true, device);
    }

    /// <summary>Builds an adapter that owns its matrices from named tensors.</summary>
    /// <param name="source">The tensors, under PEFT's names in memory or on disk.</param>
    /// <param name="model">The decoder's shape.</param>
    /// <param name="config">The adapter's shape.</param>
    /// <param name="trainable">Whether gradients are to reach them.</param>
    /// <param name="device">Where they are held; the CPU where null.</param>
    /// <exception cref="WeightMismatchException">The tensors are not those the configurations describe.</exception>
    public static LoraAdapter FromSource(IWeightSource source, LlamaConfig model, LoraConfig config, bool trainable = false, Device? device = null)
    {
        var options = new WeightOptions { Device = device ?? CPU, Trainable = trainable ? _ => true : null };
        return new LoraAdapter(Weights.From(new PeftWeights(source), options), model, config.Validate(source.Origin), owns: true);
    }

    /// <summary>The adapter at a scale; at its own where none is given.</summary>
    public LoraUse At(double? scale = null) => new(this, scale ?? Scaling);

    /// <summary>Frees the matrices it owns; those built from a caller's weights stay the caller's.</summary>
    public void Dispose() => _own?.Dispose();

    /// <summary>The pair beside one projection; null where it is not adapted.</summary>
    internal LoraPair? Pair(int layer, string target) => _pairs.TryGetValue((layer, target), out var pair) ? pair : null;

    /// <summary>The matrices of one layer.</summary>
    internal IEnumerable<Tensor> OfLayer(int layer) =>
        _targets.Select(target => Pair(layer, target.Name)).OfType<LoraPair>().SelectMany(pair => new[] { pair.Down, pair.Up });

    /// <summary>What is added beside one product, its projections in the order of the product's outputs; null where none is adapted.</summary>
    /// <returns>Owned by the caller's dispose scope; gradients flow through to the pairs.</returns>
    internal LoraBranch? Branch(int layer, LoraSite site)
    {
        if (layer >= _layers) throw new InvalidOperationException($"The adapter has {_layers} layers, and layer {layer} asks for it: it belongs to another model.");
        var parts = _targets.Where(target => target.Site == site).Select(target => (target.Outputs, Pair(layer, target.Name))).ToArray();
        return LoraBranch.Join(parts);
    }
}
