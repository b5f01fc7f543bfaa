using Audire.Models;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Checkpoints.Packed;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

public sealed class PackedModelTests
{
    [Theory]
    [InlineData(WeightType.Int8)]
    [InlineData(WeightType.Int4)]
    public void A_converted_folder_gives_bit_for_bit_what_quantising_at_load_gives(WeightType type)
    {
        using var folder = new TemporaryFolder();
        var source = Fixtures.Require("llm", "llama_gqa_hf");
        var output = Path.Combine(folder.Path, "packed");
        var report = PackedConverter.Convert(source, output, type, cancellation: TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(output, "config.json")));
        Assert.Equal(Path.Combine(output, PackedConverter.FileName), report.Model);

        using var scope = NewDisposeScope();
        var expected = Logits(source, type);
        Assert.True(expected.equal(Logits(output, type)).all().item<bool>());
        using var checkpoint = Checkpoint.Open(output);
        Assert.Equal(type, PackedMatrices.TypeIn(checkpoint));
        // A head decides between all tokens: never fewer than eight bits.
        Assert.DoesNotContain(PackedNames.Int4("lm_head.weight"), checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Rows_of_eight_bits_quantised_again_stay_what_they_are()
    {
        using var scope = NewDisposeScope();
        var weight = randn(48, 96, generator: new Generator(7)) * logspace(-6, 3, 48).unsqueeze(1);
        weight[3] = zeros(96);
        var rows = Q8Rows.Of(weight);
        var again = Q8Rows.Of(rows.Weights());
        Assert.True(rows.Codes.equal(again.Codes).all().item<bool>());
        Assert.True(rows.Scales.equal(again.Scales).all().item<bool>());
    }

    [Theory]
    [InlineData(ElementType.I8, 16, "not U8")]
    [InlineData(ElementType.U8, 24, "whole number of groups")]
    [InlineData(ElementType.U8, 32, "#scales")]
    public void Codes_that_do_not_fit_their_scales_are_told(ElementType type, int width, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        SafetensorsWriter.Write(path, [new TensorToWrite("a.weight#int4", type, [16, width], () => zeros([16, width], ScalarType.Byte))]);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => new CheckpointWeights(checkpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_folder_of_a_known_architecture_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("config.json", Assert.Throws<ModelConfigException>(() => PackedConverter.Convert(folder.Path, folder.Path + "-out", WeightType.Int8, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PackedConverter.Convert(folder.Path, folder.Path + "-out", WeightType.F16, cancellation: TestContext.Current.CancellationToken));
    }

    private static Tensor Logits(string path, WeightType type)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = LlamaModel.Load(path, new WeightOptions { Type = type });
        using var state = model.Start();
        var ids = tensor([1L, 5, 9, 2, 7], [1, 5], ScalarType.Int64);
        return model.Logits(state.Read(model.Embed(ids))).MoveToOuterDisposeScope();
    }
}
