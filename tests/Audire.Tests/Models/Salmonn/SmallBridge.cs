using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Tests.Models.Beats;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The bridge of a recorded adapter, alone.</summary>
internal sealed class SmallBridge : IDisposable
{
    private SmallBridge(AudioBridge bridge, WeightSet set) => (Bridge, Set) = (bridge, set);

    public AudioBridge Bridge { get; }

    public WeightSet Set { get; }

    public static SmallBridge Open(RecordedCase @case, WeightOptions? options = null) => Open(
        @case.Checkpoint("salmonn.safetensors"), Windows(@case), @case.Json.GetProperty("config").GetProperty("qformer").GetProperty("num_attention_heads").GetInt32(), null, options);

    /// <summary>Opens an adapter, with other query tokens where some are given.</summary>
    public static SmallBridge Open(string adapter, FusionWindows windows, int heads, Tensor? queries = null, WeightOptions? options = null)
    {
        using var checkpoint = Checkpoint.Open(adapter);
        return Build(new OtherQueries(new CheckpointWeights(checkpoint), queries), windows, heads, options);
    }

    public static SmallBridge Build(IWeightSource source, FusionWindows windows, int heads, WeightOptions? options = null)
    {
        using var gradients = no_grad();
        var weights = Weights.From(source, options);
        var bridge = new AudioBridge(weights, AudioBridgeConfig.Infer(source, windows, heads));
        weights.Ignore("llama_model.");
        return new SmallBridge(bridge, weights.Complete());
    }

    public static FusionWindows Windows(RecordedCase @case) => new(
        @case.Json.GetProperty("config").GetProperty("window").GetDouble(), @case.Json.GetProperty("config").GetProperty("stride").GetDouble());

    public void Dispose() => Set.Dispose();

    private sealed class OtherQueries(IWeightSource inner, Tensor? queries) : IWeightSource
    {
        private const string Name = "speech_query_tokens";

        public string Origin => inner.Origin;

        public IReadOnlyCollection<string> Names => inner.Names;

        public long[]? ShapeOf(string name) => name == Name && queries is not null ? queries.shape : inner.ShapeOf(name);

        public Tensor Load(string name) => name == Name && queries is not null ? queries.clone() : inner.Load(name);

        public Q4Blocks? LoadQ4(string name) => inner.LoadQ4(name);
    }
}
