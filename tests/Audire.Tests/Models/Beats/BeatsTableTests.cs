using Audire.Audio.Features;
using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Beats;

/// <summary>Bucket tables, lengths, masks and the parameter list of the full-size model (fixtures/salmonn/tables and manifests).</summary>
public sealed class BeatsTableTests
{
    private static IWeightSource Nothing => new InitialWeights(new Dictionary<string, long[]>(StringComparer.Ordinal));

    [Fact]
    public void Distances_fall_into_the_recorded_buckets()
    {
        using var json = Fixtures.Json("salmonn", "tables", "beats_buckets.json");
        foreach (var table in json.RootElement.GetProperty("tables").EnumerateArray())
        {
            var (buckets, farthest) = (table.GetProperty("num_buckets").GetInt32(), table.GetProperty("max_distance").GetInt32());
            var distances = table.GetProperty("r").EnumerateArray().Select(r => r.GetInt32()).ToList();
            Assert.Equal(
                table.GetProperty("bucket").EnumerateArray().Select(bucket => bucket.GetInt32()),
                distances.Select(distance => RelativePositions.Bucket(distance, buckets, farthest)));
        }
    }

    [Fact]
    public void Clips_give_the_recorded_number_of_tokens()
    {
        var config = new BeatsConfig();
        using var json = Fixtures.Json("salmonn", "tables", "lengths.json");
        foreach (var row in json.RootElement.GetProperty("lengths").EnumerateArray())
        {
            var frames = KaldiFbank.FrameCount(row.GetProperty("samples").GetInt32());
            Assert.Equal(row.GetProperty("fbank_frames").GetInt32(), frames);
            Assert.Equal(row.GetProperty("freq_patches").GetInt32(), config.BandsPerPatch);
            Assert.Equal(row.GetProperty("time_patches").GetInt32(), frames / config.PatchSize);
            Assert.Equal(row.GetProperty("beats_tokens").GetInt64(), config.TokenCount(frames));
        }
    }

    [Fact]
    public void Masks_shrink_as_recorded()
    {
        var config = new BeatsConfig();
        using var json = Fixtures.Json("salmonn", "tables", "padding_mask.json");
        foreach (var row in json.RootElement.EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var samples = row.GetProperty("samples").EnumerateArray().Select(count => count.GetInt64()).ToList();
            var frames = BeatsPadding.Shrink(BeatsPadding.FromLengths(samples, samples.Max()), row.GetProperty("frames").GetInt64());
            var tokens = BeatsPadding.Shrink(frames, row.GetProperty("tokens").GetInt64());
            Assert.Equal(Numbers("valid_frames"), Valid(frames));
            Assert.Equal(Numbers("valid_tokens"), Valid(tokens));
            Assert.Equal(row.GetProperty("tokens_if_clip_alone").GetInt64(), config.TokenCount(KaldiFbank.FrameCount((int)samples[1])));

            IEnumerable<long> Numbers(string name) => row.GetProperty(name).EnumerateArray().Select(number => number.GetInt64());
        }

        static IEnumerable<long> Valid(Tensor mask) => mask.logical_not().sum(1).data<long>().ToArray();
    }

    [Fact]
    public void The_full_size_model_has_the_published_parameters()
    {
        using var json = Fixtures.Json("salmonn", "manifests", "beats_iter3_plus_as2m_cpt2.json");
        var manifest = json.RootElement;
        var config = BeatsConfigReader.Parse(manifest.GetProperty("cfg").GetRawText(), "manifest");
        Assert.Equal(new BeatsConfig { Classes = config.Classes }, config);
        using var model = BeatsModel.Build(Nothing, config, new WeightOptions { ShapesOnly = true });
        Assert.Equal(manifest.GetProperty("parameter_count").GetInt64(), model.Set.Parameters);
        using var headless = BeatsModel.Build(Nothing, config with { Classes = 0 }, new WeightOptions { ShapesOnly = true });
        Assert.Equal(manifest.GetProperty("parameter_count_without_predictor").GetInt64(), headless.Set.Parameters);

        var listed = manifest.GetProperty("tensors").EnumerateObject().Where(entry => !IsSecondTable(entry.Name))
            .ToDictionary(entry => entry.Name, entry => string.Join(',', entry.Value[0].EnumerateArray().Select(side => side.GetInt64())));
        Assert.Equal(listed.OrderBy(pair => pair.Key, StringComparer.Ordinal), model.Set.Shapes.Select(pair => KeyValuePair.Create(pair.Key, string.Join(',', pair.Value))).OrderBy(pair => pair.Key, StringComparer.Ordinal));

        static bool IsSecondTable(string name) => name.EndsWith("relative_attention_bias.weight", StringComparison.Ordinal) && !name.Contains("layers.0.", StringComparison.Ordinal);
    }
}
