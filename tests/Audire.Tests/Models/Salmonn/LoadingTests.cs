using System.Text.Json;
using Audire.Models;
using Audire.Models.Checkpoints;
using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Models.QFormer;
using Audire.Models.Salmonn;
using Audire.Models.Salmonn.Loading;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Published files load by their own names; what does not belong together is refused, with every tensor named.</summary>
public sealed class LoadingTests
{
    [Fact]
    public void Torch_files_hold_what_the_safetensors_hold()
    {
        foreach (var one in SalmonnCase.With(Path.Combine("ckpt", "salmonn.pth")))
            using (one)
            {
                using var scope = NewDisposeScope();
                foreach (var (torch, safe) in new[] { ("salmonn.pth", "salmonn.safetensors"), ("beats.pt", "beats.safetensors") })
                {
                    using var left = Checkpoint.Open(one.At("ckpt", torch));
                    using var right = Checkpoint.Open(one.At("ckpt", safe));
                    Assert.Equal(right.Tensors.Keys.Order(StringComparer.Ordinal), left.StateDict().Tensors.Keys.Order(StringComparer.Ordinal));
                    foreach (var name in right.Tensors.Keys) TensorAssert.Close(right.Load(name), left.StateDict().Load(name), 0, $"{torch}: {name}");
                }
                using var settings = Checkpoint.Open(one.At("ckpt", "salmonn.pth"));
                var read = AdapterConfig.Read(settings, new CheckpointWeights(settings), heads: 4);
                Assert.Equal(one.Json.GetProperty("lora_scaling").GetDouble(), read.LoraScaling);
                Assert.Equal(one.Json.GetProperty("kernel").GetInt32(), read.Bridge.Windows.Kernel);
                Assert.Equal(SalmonnCase.Template, read.Template);
            }
    }

    [Fact]
    public void A_file_saved_in_training_gives_the_weights_of_that_step()
    {
        foreach (var one in SalmonnCase.With(Path.Combine("ckpt", "salmonn_after3.pth")))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var saved = Checkpoint.Open(one.At("ckpt", "salmonn_after3.pth"));
                var source = new CheckpointWeights(saved);
                using var recorded = RecordedModel.Open(one, source, trainable: false);
                var expected = one.Tensors("train.safetensors");
                foreach (var name in expected.Names.Where(name => name.StartsWith("w3.", StringComparison.Ordinal)))
                    TensorAssert.Close(expected[name], source.Load(name[3..]), 0, name);
            }
    }

    [Fact]
    public void Shards_of_half_floats_give_the_bits_of_the_whole()
    {
        foreach (var one in SalmonnCase.All())
            using (one)
            {
                using var scope = NewDisposeScope();
                using var whole = LlamaModel.Load(one.At("ckpt", "llama"));
                var x = randn(1, 5, whole.Config.Width);
                foreach (var folder in Directory.GetDirectories(one.At("ckpt"), "llama-sharded-*"))
                {
                    using var shards = LlamaModel.Load(folder);
                    TensorAssert.Close(whole.Logits(whole.Forward(x)), shards.Logits(shards.Forward(x)), 0, folder);
                }
            }
    }

    [Fact]
    public void Adapters_of_other_models_are_refused_by_name()
    {
        using var json = Fixtures.Json("salmonn", "variants", "case.json");
        using var one = SalmonnCase.All().Single(one => one.Name == "tiny");
        foreach (var entry in json.RootElement.GetProperty("adapters").EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            using var good = Checkpoint.Open(one.At("ckpt", "salmonn.safetensors"));
            var options = new SalmonnOptions { Config = RecordedModel.Config(one, new CheckpointWeights(good)) };
            var parts = new SalmonnParts
            {
                Whisper = one.At("ckpt", "whisper"), Beats = one.At("ckpt", "beats.pt"), LanguageModel = one.At("ckpt", "llama"),
                Adapter = Fixtures.Require("salmonn", "variants", file),
            };
            var refused = Assert.Throws<WeightMismatchException>(() => SalmonnModel.Load(parts, options));
            Named(entry, "size_mismatch_keys", refused.Misshaped, file);
            Named(entry, "missing_trainables", refused.Missing, file);
            Named(entry, "unexpected", refused.Unused, file);
            Assert.DoesNotContain("Check that configuration", file == "missing_keys.pth" ? "" : refused.Message, StringComparison.Ordinal); // a guess was made
        }
    }

    private static void Named(JsonElement entry, string list, IReadOnlyList<string> found, string file)
    {
        if (!entry.TryGetProperty(list, out var names)) return;
        foreach (var name in names.EnumerateArray()) Assert.True(found.Any(line => line.StartsWith(name.GetString()!, StringComparison.Ordinal)), $"{file}: {name} is not named");
    }

    [Theory]
    [InlineData("adapter_13b.json", "vicuna_13b_v1_1.json")]
    [InlineData("adapter_7b.json", "vicuna_7b_v1_5.json")]
    public void Full_size_models_ask_for_the_published_tensors(string adapterFile, string modelFile)
    {
        using var adapter = Fixtures.Json("salmonn", "manifests", adapterFile);
        using var words = Fixtures.Json("salmonn", "manifests", modelFile);
        var shape = Vicuna(words.RootElement.GetProperty("config"));
        using var model = LlamaModel.Build(new NamesOnly(words), shape, new WeightOptions { ShapesOnly = true });
        NamesOnly.Compare(words, model.Set.Shapes);
        Assert.Equal(words.RootElement.GetProperty("parameter_count").GetInt64(), model.Set.Parameters);

        using var built = SalmonnAdapter.Build(new NamesOnly(adapter), Published(shape.Width), shape, new WeightOptions { ShapesOnly = true });
        NamesOnly.Compare(adapter, built.Set.Shapes);
        Assert.Equal(adapter.RootElement.GetProperty("parameter_count").GetInt64(), built.Set.Parameters);
        Assert.Null(MixUp.Suspect(shape));
        Assert.NotNull(MixUp.Suspect(shape with { ContextLength = shape.ContextLength == 2048 ? 4096 : 2048 }));
    }

    [Fact]
    public void An_adapter_of_7b_on_a_base_of_13b_is_told_from_its_shapes()
    {
        using var adapter = Fixtures.Json("salmonn", "manifests", "adapter_7b.json");
        using var words = Fixtures.Json("salmonn", "manifests", "vicuna_13b_v1_1.json");
        var shape = Vicuna(words.RootElement.GetProperty("config"));
        var refused = Assert.Throws<WeightMismatchException>(() => SalmonnAdapter.Build(new NamesOnly(adapter), Published(shape.Width), shape, new WeightOptions { Device = META }));
        Assert.Contains("4096 wide (Vicuna 7B)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("5120 wide (Vicuna 13B)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("32 layers, and the language model has 40", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_says_again_what_was_saved_in_it()
    {
        foreach (var one in SalmonnCase.With("grads.safetensors"))
            using (one)
            {
                using var folder = new TemporaryFolder();
                using var recorded = RecordedModel.Open(one, trainable: true);
                var config = recorded.Model.Config with { TrimToClip = true, Template = "chatml", LongestAnswer = 40 };
                var saved = new SalmonnFolder(config, "whisper", "llama");
                saved.Save(folder.Path, recorded.Model.Trainable, one.At("ckpt", "beats.safetensors"));
                Assert.True(SalmonnFolder.Is(folder.Path));
                var read = SalmonnFolder.Read(folder.Path);
                Assert.Equal(saved.Config with { Lora = null }, read.Config with { Lora = null });
                Assert.Equal(saved.Config.Lora!.Targets, read.Config.Lora!.Targets);
                Assert.Equal(saved.Config.LoraScaling, read.Config.LoraScaling);
                Assert.Contains("'whisper'", Assert.Throws<ModelConfigException>(() => read.Parts(folder.Path)).Message, StringComparison.Ordinal);
                using var model = SalmonnModel.Load(folder.Path, new SalmonnOptions { Resolve = name => one.At("ckpt", name), Config = recorded.Model.Config, Trainable = true });
                foreach (var (name, parameter) in recorded.Model.Trainable) TensorAssert.Close(parameter, model.Trainable[name], 0, name);
            }
    }

    [Fact]
    public void A_new_adapter_begins_as_the_published_code_begins()
    {
        foreach (var one in SalmonnCase.With("grads.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one);
                SalmonnModel Create() => SalmonnModel.Create(one.At("ckpt", "whisper"), one.At("ckpt", "beats.safetensors"), one.At("ckpt", "llama"), recorded.Model.Config, seed: 5);
                using var first = Create();
                using var second = Create();
                Assert.Equal(one.Tensors("grads.safetensors").Names.Order(StringComparer.Ordinal), first.Trainable.Keys.Order(StringComparer.Ordinal));
                foreach (var (name, parameter) in first.Trainable)
                {
                    TensorAssert.Close(parameter, second.Trainable[name], 0, name);
                    var spread = parameter.numel() > 1 ? parameter.std().item<float>() : 0;
                    Assert.Equal(name.Contains("lora_B", StringComparison.Ordinal) || parameter.dim() == 1 && name != "speech_llama_proj.bias", spread == 0);
                }
            }
    }

    private static LlamaConfig Vicuna(JsonElement config) => new()
    {
        Width = config.GetProperty("hidden_size").GetInt32(),
        Layers = config.GetProperty("num_hidden_layers").GetInt32(),
        Heads = config.GetProperty("num_attention_heads").GetInt32(),
        KeyValueHeads = config.GetProperty("num_attention_heads").GetInt32(),
        HeadWidth = config.GetProperty("hidden_size").GetInt32() / config.GetProperty("num_attention_heads").GetInt32(),
        FeedForward = config.GetProperty("intermediate_size").GetInt32(),
        Vocabulary = config.GetProperty("vocab_size").GetInt32(),
        ContextLength = config.GetProperty("max_position_embeddings").GetInt32(),
    };

    private static SalmonnConfig Published(int width) => new()
    {
        Bridge = new AudioBridgeConfig(1280, 768, width, new QFormerConfig(), new FusionWindows()),
        Lora = LoraConfig.Salmonn,
    };
}
