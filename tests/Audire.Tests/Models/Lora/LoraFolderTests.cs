using Audire.Models;
using Audire.Models.Checkpoints;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Lora;

/// <summary>Adapters on disk, as PEFT names them, and damaged ones.</summary>
public sealed class LoraFolderTests
{
    [Fact]
    public void An_adapter_is_written_under_PEFTs_names_and_read_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        using var folder = new TemporaryFolder();
        LoraFolder.Write(folder.Path, @case.Adapter, "base");
        using (var file = Checkpoint.Open(Path.Combine(folder.Path, "adapter_model.safetensors")))
            Assert.Equal(
                @case.Json.GetProperty("peft_state_dict_names").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal),
                file.Tensors.Keys.Order(StringComparer.Ordinal));
        using var read = LoraFolder.Read(folder.Path, @case.Model.Config);
        Assert.Equal((@case.Config.Rank, @case.Config.Alpha, @case.Config.Dropout), (read.Config.Rank, read.Config.Alpha, read.Config.Dropout));
        Assert.Equal(@case.Config.Targets, read.Config.Targets);
        Assert.Empty(read.Trainable);
        foreach (var (name, tensor) in @case.Adapter.Tensors) Assert.True(tensor.eq(read.Tensors[name]).all().item<bool>(), name);
    }

    [Theory]
    [InlineData("""{"peft_type": "IA3", "r": 2, "target_modules": ["q_proj"]}""", "IA3")]
    [InlineData("""{"r": 2, "use_dora": true, "target_modules": ["q_proj"]}""", "use_dora")]
    [InlineData("""{"r": 2, "bias": "all", "target_modules": ["q_proj"]}""", "biases")]
    [InlineData("""{"r": 2, "rank_pattern": {"q_proj": 4}, "target_modules": ["q_proj"]}""", "rank_pattern")]
    [InlineData("""{"r": 0, "target_modules": ["q_proj"]}""", "rank is 0")]
    [InlineData("""{"r": 2, "target_modules": ["wqkv"]}""", "wqkv")]
    [InlineData("""{"r": 2, "target_modules": "all-linear"}""", "list of texts")]
    [InlineData("""{"r": 2, "target_modules": []}""", "adapts nothing")]
    [InlineData("""{"r": 2, "lora_dropout": 1.5, "target_modules": ["q_proj"]}""", "dropout")]
    [InlineData("[1", "cannot be read")]
    public void A_configuration_that_would_compute_something_else_is_refused(string json, string says)
    {
        using var @case = new LoraCase();
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "adapter_config.json"), json);
        var error = Assert.Throws<ModelConfigException>(() => LoraFolder.Read(folder.Path, @case.Model.Config));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_for_another_model_says_what_does_not_fit()
    {
        using var @case = new LoraCase();
        using var folder = new TemporaryFolder();
        LoraFolder.Write(folder.Path, @case.Adapter);
        var wider = @case.Model.Config with { Width = 96, Layers = 3 };
        var error = Assert.Throws<WeightMismatchException>(() => LoraFolder.Read(folder.Path, wider));
        Assert.NotEmpty(error.Misshaped);
        Assert.NotEmpty(error.Missing);
    }

    [Fact]
    public void A_new_adapter_changes_nothing_until_it_is_trained()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        using var adapter = LoraAdapter.Create(@case.Model.Config, LoraConfig.Salmonn, seed: 1);
        using var same = LoraAdapter.Create(@case.Model.Config, LoraConfig.Salmonn, seed: 1);
        Assert.Equal(4, adapter.Scaling);
        Assert.All(adapter.Tensors, pair => Assert.True(pair.Value.eq(same.Tensors[pair.Key]).all().item<bool>(), pair.Key));
        var embeddings = @case.Model.Embed(@case.Ids);
        TensorAssert.Close(@case.Model.Forward(embeddings), @case.Model.Forward(embeddings, lora: adapter.At()), 0, "untrained");
        Assert.All(adapter.Tensors.Where(pair => pair.Key.Contains("lora_A", StringComparison.Ordinal)), pair => Assert.True(pair.Value.std().item<float>() > 0.05));
    }
}
