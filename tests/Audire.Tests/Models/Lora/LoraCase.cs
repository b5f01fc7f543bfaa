using System.Text.Json;
using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Tests.Models.Llama;
using Audire.Tests.Support;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Lora;

/// <summary>The recorded adapter (fixtures/llm, lora) over the decoder it was made for.</summary>
internal sealed class LoraCase : IDisposable
{
    private readonly DecoderCase _base;
    private readonly JsonDocument _json;

    public LoraCase(WeightType type = WeightType.F32)
    {
        _json = Fixtures.Json("llm", "lora.json");
        Recorded = new FixtureTensors(Fixtures.Require("llm", "lora.safetensors"));
        var named = Json.GetProperty("base").GetString()!; // "w.* of llama_gqa.safetensors"
        _base = DecoderCase.Open(Fixtures.Require("llm", Path.ChangeExtension(named.Split(' ')[^1], ".json")));
        Model = LlamaModel.Build(_base.Tensors.Under("w."), _base.Config, new WeightOptions { Type = type });
        Config = new LoraConfig(
            Json.GetProperty("r").GetInt32(), Json.GetProperty("alpha").GetDouble(), Json.GetProperty("dropout").GetDouble(),
            [.. Json.GetProperty("targets").EnumerateArray().Select(target => target.GetString()!)]);
        Adapter = LoraAdapter.FromSource(Recorded.Under("lora."), Model.Config, Config, trainable: true);
    }

    public JsonElement Json => _json.RootElement;

    public FixtureTensors Recorded { get; }

    public LlamaModel Model { get; }

    public LoraConfig Config { get; }

    public LoraAdapter Adapter { get; }

    public Tensor Ids => Recorded["ids"];

    /// <summary>The adapter's leaves by the names the fixture uses.</summary>
    public IEnumerable<(string Name, Tensor Leaf)> Leaves => Adapter.Trainable.Select(pair => (pair.Key["base_model.model.".Length..], pair.Value));

    public TokenLoss Loss(LoraUse? use, Dropout dropout = default, int checkpointedLayers = 0)
    {
        var hidden = Model.Forward(Model.Embed(Ids), null, use, dropout, checkpointedLayers);   // [B, T, C]
        return Model.Loss(hidden, TokenLoss.Next(Recorded["labels"]));
    }

    public void Dispose()
    {
        Adapter.Dispose();
        Model.Dispose();
        _base.Dispose();
        Recorded.Dispose();
        _json.Dispose();
    }
}
