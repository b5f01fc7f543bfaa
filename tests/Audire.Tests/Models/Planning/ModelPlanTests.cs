using Audire.Models;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Models.Planning;
using Audire.Models.Whisper;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Models.Llama;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Planning;

public sealed class ModelPlanTests
{
    private const string Vicuna7B = """
        {"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"intermediate_size":11008,"vocab_size":32000,
         "max_position_embeddings":4096,"rms_norm_eps":1e-5,"hidden_act":"silu"}
        """;

    [Fact]
    public void The_plan_of_a_decoder_is_what_loading_it_takes()
    {
        foreach (var path in DecoderCase.Paths())
        {
            using var recorded = DecoderCase.Open(path);
            var part = PartPlan.Of(recorded.Config);
            foreach (var type in MemoryPlan.Types)
            {
                using var model = LlamaModel.Build(recorded.Tensors.Under("w."), recorded.Config, new WeightOptions { Type = type });
                Assert.Equal(model.Set.Parameters, part.Parameters);
                AssertNear(model.Set.Bytes, part.Bytes(type), $"{recorded.Name} in {type}");
            }
        }
    }

    [Fact]
    public void The_plan_of_Whisper_is_what_loading_it_takes()
    {
        var folder = Fixtures.RequireShared("models", "whisper-base");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "config.json")), $"{folder} has no config.json.");
        using var model = WhisperModel.Load(folder);
        var parts = ModelPlanner.Plan(folder);
        AssertNear(model.Bytes, parts[0].Bytes(WeightType.F32) + parts[1].Bytes(WeightType.F16), "whisper-base");
    }

    [Fact]
    public void Seven_billion_parameters_are_planned_from_a_configuration_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), Vicuna7B);
        var part = Assert.Single(ModelPlanner.Plan(folder.Path));
        Assert.Equal(6_738_415_616, part.Parameters);
        Assert.Equal(2L * 32 * 4096 * 4 * 1000, part.CacheBytes);
        Assert.Equal(4096, part.Context);
        // Five eighths of a byte a weight, the head in one, the table in two.
        Assert.InRange(part.Bytes(WeightType.Int4), 4.3e9, 4.5e9);
        Assert.InRange(part.Bytes(WeightType.F16), 13.4e9, 13.5e9);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"model_type":"mamba"}""", "mamba")]
    [InlineData("""{"model_type":"whisper"}""", "lacks")]
    public void A_configuration_that_cannot_be_planned_is_told(string config, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config);
        Assert.Contains(expected, Assert.Throws<ModelConfigException>(() => ModelPlanner.Plan(folder.Path)).Message, StringComparison.Ordinal);
    }

    // Norms hold a scalar besides, and products of several matrices are tiled together.
    private static void AssertNear(long actual, long planned, string what) =>
        Assert.True(Math.Abs(actual - planned) <= 64 + (actual / 50), $"{what} takes {actual} bytes and was planned with {planned}.");
}
