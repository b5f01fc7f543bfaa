using Audire.Models;
using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Models.QFormer;
using Audire.Models.Salmonn;
using Audire.Tests.Models.Beats;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The bridge while it is trained, its full-size parameter list, and input that does not fit it.</summary>
public sealed class AudioBridgeGradientTests
{
    private static readonly AudioBridgeConfig Small = new(10, 6, 14, new QFormerConfig(12, 3, 20, 2, 16, 2), new FusionWindows(0.1, 0.1));

    [Fact]
    public void Every_parameter_has_the_gradient_that_differences_give()
    {
        using var small = Build(_ => true);
        using var scope = NewDisposeScope();
        var (speech, audio) = Streams(12, 9);
        var weights = randn([2, 4, 14], ScalarType.Float32, generator: new Generator(3));
        Assert.Equal(small.Set.Shapes.Keys.Order(StringComparer.Ordinal), small.Set.Trainable.Keys.Order(StringComparer.Ordinal));
        FiniteDifferences.Check(small.Set.Trainable, () => (small.Bridge.Forward(speech, audio) * weights).to(ScalarType.Float64).sum());
    }

    [Fact]
    public void Dropout_repeats_with_its_seed_and_is_off_by_default()
    {
        using var small = Build(null);
        using var scope = NewDisposeScope();
        var (speech, audio) = Streams(12, 9);
        var plain = small.Bridge.Forward(speech, audio);
        TensorAssert.Close(plain, small.Bridge.Forward(speech, audio, new Dropout(0.1, Active: false)), 0, "inactive");
        random.manual_seed(3);
        var first = small.Bridge.Forward(speech, audio, new Dropout(0.1));
        random.manual_seed(3);
        TensorAssert.Close(first, small.Bridge.Forward(speech, audio, new Dropout(0.1)), 0, "the same seed");
        Assert.True((first - plain).abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void A_hundred_requests_leave_no_tensor_behind()
    {
        using var small = Build(null);
        using var beats = BeatsGradientTests.Build(null);
        using var gradients = no_grad();
        Hear();
        var before = LiveTensors.AtRest();
        for (var i = 0; i < 100; i++) Hear();
        Assert.Equal(before, Tensor.TotalCount);

        void Hear()
        {
            using var scope = NewDisposeScope();
            var (speech, audio) = Streams(12, 9);
            small.Bridge.Forward(speech, audio);
            beats.Forward(zeros(2, 48, 128), BeatsPadding.FromLengths([48, 20], 48), exactPadding: true, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void A_stream_shorter_than_a_window_is_one_window()
    {
        using var small = Build(null);
        using var scope = NewDisposeScope();
        var (speech, audio) = Streams(3, 2);
        Assert.Equal([2L, 2, 14], small.Bridge.Forward(speech, audio).shape);
        Assert.Equal(2, small.Bridge.TokenCount(3, 2));
    }

    [Fact]
    public void Streams_that_do_not_fit_are_refused()
    {
        using var small = Build(null);
        using var scope = NewDisposeScope();
        var (speech, audio) = Streams(12, 9);
        Assert.Contains("BEATs", Assert.Throws<ArgumentException>(() => small.Bridge.Forward(speech, null)).Message, StringComparison.Ordinal);
        Assert.Contains("speech", Assert.Throws<ArgumentException>(() => small.Bridge.Forward(zeros(2, 12, 11), audio)).Message, StringComparison.Ordinal);
        Assert.Contains("audio", Assert.Throws<ArgumentException>(() => small.Bridge.Forward(speech, zeros(2, 9, 7))).Message, StringComparison.Ordinal);
        Assert.Contains("rows", Assert.Throws<ArgumentException>(() => small.Bridge.Forward(speech, audio.narrow(0, 0, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ModelConfigException>(() => (Small with { AudioWidth = null }).Checked("here"));
        Assert.Throws<ModelConfigException>(() => (Small with { Windows = new FusionWindows(0.001, 0.3) }).Checked("here"));
        Assert.Throws<ModelConfigException>(() => (Small with { Windows = new FusionWindows(double.NaN) }).Checked("here"));
        Assert.Throws<ModelConfigException>(() => new QFormerConfig(Heads: 7).Checked("here"));
    }

    [Fact]
    public void The_full_size_Q_Former_has_the_published_parameters()
    {
        using var json = Fixtures.Json("salmonn", "manifests", "qformer_full.json");
        var weights = Weights.From(Nothing, new WeightOptions { ShapesOnly = true });
        _ = new QFormerModel(weights, new QFormerConfig());
        using var set = weights.Complete();
        var listed = json.RootElement.GetProperty("tensors").EnumerateObject().Where(entry => !entry.Name.EndsWith("position_ids", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => Sides(entry.Value[0].EnumerateArray().Select(side => side.GetInt64())), StringComparer.Ordinal);
        var built = set.Shapes.Where(pair => pair.Key != "speech_query_tokens").ToDictionary(pair => pair.Key, pair => Sides(pair.Value), StringComparer.Ordinal);
        Assert.Equal(listed.OrderBy(pair => pair.Key, StringComparer.Ordinal), built.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(json.RootElement.GetProperty("parameter_count").GetInt64() + 768, set.Parameters);
    }

    [Theory]
    [InlineData("adapter_13b.json", 5120)]
    [InlineData("adapter_7b.json", 4096)]
    public void The_full_size_bridge_asks_for_what_the_published_adapter_must_hold(string file, int width)
    {
        using var json = Fixtures.Json("salmonn", "manifests", file);
        var weights = Weights.From(Nothing, new WeightOptions { ShapesOnly = true });
        _ = new AudioBridge(weights, new AudioBridgeConfig(1280, 768, width, new QFormerConfig(), new FusionWindows()));
        using var set = weights.Complete();
        var required = json.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Where(name => !name.StartsWith("llama_model.", StringComparison.Ordinal));
        Assert.Equal(required.Order(StringComparer.Ordinal), set.Shapes.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, shape) in set.Shapes)
            Assert.Equal(Sides(json.RootElement.GetProperty("tensors").GetProperty(name)[0].EnumerateArray().Select(side => side.GetInt64())), Sides(shape));
    }

    private static IWeightSource Nothing => new InitialWeights(new Dictionary<string, long[]>(StringComparer.Ordinal));

    private static SmallBridge Build(Func<string, bool>? trainable)
    {
        var weights = Weights.From(Nothing, new WeightOptions { ShapesOnly = true });
        _ = new AudioBridge(weights, Small);
        using var shapes = weights.Complete();
        var start = new InitialWeights(shapes.Shapes, (name, shape) => shape.Length > 1 ? InitialValue.Normal(0.4) : InitialWeights.Usual(name, shape), seed: 5);
        return SmallBridge.Build(start, Small.Windows, Small.QFormer.Heads, new WeightOptions { Trainable = trainable });
    }

    private static (Tensor Speech, Tensor Audio) Streams(long frames, long tokens) => (
        randn([2, frames, 10], ScalarType.Float32, generator: new Generator(1)), randn([2, tokens, 6], ScalarType.Float32, generator: new Generator(2)));

    private static string Sides(IEnumerable<long> shape) => string.Join(',', shape);
}
