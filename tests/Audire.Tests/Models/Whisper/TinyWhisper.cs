using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Network;
using Audire.Tests.Support;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>The recorded case of a small random Whisper: its network, its inputs, and what went in and out of every layer.</summary>
internal sealed class TinyWhisper : IDisposable
{
    private readonly Checkpoint _tensors;
    private readonly JsonDocument _json;

    public TinyWhisper(WeightType type = WeightType.F32, Func<string, bool>? trainable = null)
    {
        _json = Fixtures.Json("whisper", "tiny.json");
        _tensors = Checkpoint.Open(Fixtures.Require("whisper", "tiny.safetensors"));
        var options = new WeightOptions { Type = type, Trainable = trainable };
        var config = WhisperConfig.Parse(Json.GetProperty("config"), "tiny.json");
        Network = new WhisperNetwork(new CheckpointWeights(new StateDictView(_tensors, "weights.")), config, options, options);
    }

    public WhisperNetwork Network { get; }

    public JsonElement Json => _json.RootElement;

    public IEnumerable<string> Names(string prefix) => _tensors.Tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    public Tensor Load(string name) => _tensors.Load(name);

    public int[] Ids(string name) => [.. Load(name).data<long>().Select(id => (int)id)];

    /// <summary>Encodes some of the recorded windows; all without an index.</summary>
    public AudioMemory Hear(int? item = null)
    {
        using var scope = NewDisposeScope();
        var mel = Load("input.mel");
        return Network.Decoder.Hear(Network.Encoder.Forward(item is { } index ? mel.narrow(0, index, 1) : mel));
    }

    public void Dispose()
    {
        Network.Dispose();
        _tensors.Dispose();
        _json.Dispose();
    }
}
