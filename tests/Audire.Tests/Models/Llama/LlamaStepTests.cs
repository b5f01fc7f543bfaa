using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Tests.Models.Lora;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Llama;

/// <summary>One token as a single call gives the bits that the layers give.</summary>
public sealed class LlamaStepTests
{
    private static readonly LlamaConfig Plain = new()
    {
        Width = 64, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadWidth = 16, FeedForward = 96, Vocabulary = 50, ContextLength = 64, TiedHead = true,
    };

    private static readonly LlamaConfig BiasedAndWindowed = Plain with { AttentionBias = true, SlidingWindow = 5, TiedHead = false };

    public static TheoryData<WeightType, bool, bool> Cases => new(
        from type in Enum.GetValues<WeightType>()
        from biased in new[] { false, true }
        from training in new[] { false, true }
        select (type, biased, training));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_token_gets_the_bits_of_the_layers(WeightType type, bool biased, bool forTraining)
    {
        using var scope = NewDisposeScope();
        using var model = Build(biased ? BiasedAndWindowed : Plain, new WeightOptions { Type = type, ForTraining = forTraining });
        using var quick = model.Start();
        using var layered = model.Start(tap: (_, value) => value); // what looks inside a layer needs the layers
        Assert.Equal(Bits(layered.Prefill([1, 2, 3], TestContext.Current.CancellationToken)), Bits(quick.Prefill([1, 2, 3], TestContext.Current.CancellationToken)));
        for (var token = 4; token < 20; token++) Assert.Equal(Bits(layered.Step([token])), Bits(quick.Step([token])));
        Assert.Equal(layered.Length, quick.Length);
    }

    [Theory]
    [InlineData(WeightType.F32, 1.0)]
    [InlineData(WeightType.F16, 0.5)]
    [InlineData(WeightType.Int8, -2.0)]
    public void An_adapter_at_its_scale_goes_with_it(WeightType type, double scale)
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase(type);
        using var quick = @case.Model.Start(lora: @case.Adapter.At(scale));
        using var layered = @case.Model.Start(tap: (_, value) => value, lora: @case.Adapter.At(scale));
        using var bare = @case.Model.Start();
        for (var token = 1; token < 10; token++)
        {
            var expected = Bits(layered.Step([token]));
            Assert.Equal(expected, Bits(quick.Step([token])));
            Assert.NotEqual(expected, Bits(bare.Step([token])));
        }
    }

    [Theory]
    [InlineData(WeightType.F32)]
    [InlineData(WeightType.F16)]
    [InlineData(WeightType.Int8)]
    [InlineData(WeightType.Int4)]
    public void The_bare_model_takes_the_single_call_and_nothing_else_does(WeightType type)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = Build(Plain, new WeightOptions { Type = type });
        var x = model.Embed(tensor(new long[] { 7 }, [1, 1])).view(1, -1);
        Assert.NotNull(model.SingleCall.Run(x, Pass(model, rows: 1, mask: null)));
        Assert.Null(model.SingleCall.Run(x, Pass(model, rows: 1, mask: zeros(1, 1))));
        Assert.Null(model.SingleCall.Run(x.expand(2, -1), Pass(model, rows: 2, mask: null)));
        using var recording = enable_grad();
        Assert.Null(model.SingleCall.Run(x, Pass(model, rows: 1, mask: null)));
    }

    [Fact]
    public void Trained_weights_are_left_to_the_layers()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        foreach (var trained in new[] { "q_proj.weight", "layernorm.weight" })
        {
            using var model = Build(Plain, new WeightOptions { Trainable = name => name.EndsWith(trained, StringComparison.Ordinal) });
            Assert.Null(model.SingleCall.Run(zeros(1, Plain.Width), Pass(model, rows: 1, mask: null)));
        }
    }

    private static LlamaPass Pass(LlamaModel model, long rows, Tensor? mask)
    {
        var caches = Enumerable.Range(0, model.Config.Layers).Select(_ => model.NewCache((int)rows)).ToArray();
        return new LlamaPass(rows, 1, model.Rotary.At(0, 1), mask, null) { Past = new LlamaPast(0, 0, 1, caches) };
    }

    private static LlamaModel Build(LlamaConfig config, WeightOptions options)
    {
        var nothing = new InitialWeights(new Dictionary<string, long[]>(StringComparer.Ordinal));
        using var shapes = LlamaModel.Build(nothing, config, new WeightOptions { ShapesOnly = true });
        var source = new InitialWeights(shapes.Set.Shapes, (_, shape) => shape.Length > 1 ? InitialValue.Normal(0.1) : InitialValue.Uniform(1), seed: 4);
        return LlamaModel.Build(source, config, options);
    }

    private static float[] Bits(Tensor logits) => logits.data<float>().ToArray();
}
