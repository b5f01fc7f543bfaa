using System.Text.Json.Nodes;
using Audire.Audio;
using Audire.Models;
using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Nn;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Beats;

/// <summary>Configurations, checkpoints and clips that are not what they should be.</summary>
public sealed class HostileBeatsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly BeatsConfig Small = BeatsGradientTests.Small;

    [Theory]
    [InlineData("input_patch_size", "-1")]
    [InlineData("input_patch_size", "null")]
    [InlineData("encoder_layers", "0")]
    [InlineData("encoder_layers", "1000000")]
    [InlineData("encoder_embed_dim", "\"NaN\"")]
    [InlineData("encoder_embed_dim", "1e9")]
    [InlineData("encoder_attention_heads", "5")]
    [InlineData("conv_pos_groups", "3")]
    [InlineData("num_buckets", "6")]
    [InlineData("max_distance", "2")]
    [InlineData("deep_norm", "1")]
    [InlineData("activation_fn", "\"relu\"")]
    [InlineData("layer_norm_first", "true")]
    [InlineData("gru_rel_pos", "false")]
    public void A_wrong_field_is_named(string name, string value)
    {
        var cfg = Small.ToJson();
        cfg[name] = JsonNode.Parse(value);
        var error = Assert.Throws<ModelConfigException>(() => BeatsConfigReader.Parse(cfg.ToJsonString(), "file.pt"));
        Assert.StartsWith("file.pt: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"input_patch_size\": NaN}")]
    [InlineData("{\"input_patch_size\": 16")]
    public void A_damaged_configuration_is_refused(string cfg) =>
        Assert.Throws<ModelConfigException>(() => BeatsConfigReader.Parse(cfg, "file.pt"));

    [Fact]
    public void A_configuration_comes_back_as_it_was_written() =>
        Assert.Equal(Small, BeatsConfigReader.Parse(Small.ToJson().ToJsonString(), "here"));

    [Fact]
    public void Missing_and_wrong_layers_are_all_named()
    {
        using var whole = BeatsGradientTests.Build(null);
        var shapes = whole.Set.Shapes.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        shapes.Remove("encoder.layers.1.fc2.weight");
        shapes.Remove("encoder.pos_conv.0.weight_g");
        shapes["layer_norm.weight"] = [13];
        shapes["encoder.layers.2.fc1.weight"] = [24, 16];
        var error = Assert.Throws<WeightMismatchException>(() => BeatsModel.Build(new InitialWeights(shapes), Small));
        Assert.Equal(2, error.Missing.Count);
        Assert.Contains("layer_norm.weight: [13] found, [12] expected", error.Misshaped);
        Assert.Equal(["encoder.layers.2.fc1.weight"], error.Unused);
    }

    [Fact]
    public void A_file_without_a_configuration_says_so()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(Path.GetTempPath(), $"audire-{Guid.NewGuid():N}.safetensors");
        try
        {
            SafetensorsWriter.Write(path, [new TensorToWrite("a", ElementType.F32, [2], () => zeros(2))]);
            Assert.Contains("cfg", Assert.Throws<ModelConfigException>(() => BeatsModel.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2799)]
    [InlineData(2800)]
    public void A_clip_of_any_length_gives_at_least_one_row_of_patches(int samples)
    {
        using var model = BeatsGradientTests.Build(null);
        using var scope = NewDisposeScope();
        var output = model.Forward(BeatsInput.Prepare(AudioClip.Mono(new float[samples], AudioClip.SpeechRate), Small), cancellationToken: Stop);
        Assert.Equal([1L, Small.BandsPerPatch, Small.Width], output.shape);
        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void Input_of_another_shape_is_refused()
    {
        using var model = BeatsGradientTests.Build(null);
        using var scope = NewDisposeScope();
        Assert.Contains("80", Assert.Throws<ArgumentException>(() => model.Forward(zeros(1, 32, 80), cancellationToken: Stop)).Message, StringComparison.Ordinal);
        Assert.Contains("15", Assert.Throws<ArgumentException>(() => model.Forward(zeros(1, 15, 128), cancellationToken: Stop)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Forward(zeros(1, 32, 128), zeros(1, 31, dtype: ScalarType.Bool), cancellationToken: Stop));
        Assert.Throws<InvalidOperationException>(() => model.Classify(zeros(1, 8, Small.Width)));
    }
}
