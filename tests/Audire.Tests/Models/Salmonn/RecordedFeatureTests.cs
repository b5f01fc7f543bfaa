using Audire.Audio;
using Audire.Audio.Features;
using Audire.Tests.Models.Beats;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>What both encoders are given of the recorded clips (fixtures/salmonn; tolerances of its README).</summary>
public sealed class RecordedFeatureTests
{
    [Fact]
    public void Filter_banks_are_the_recorded_ones_but_for_the_float_rounding_of_the_mel_bank() => RecordedCase.Each("forward.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("fbank_raw")) return;
        TensorAssert.Close(recorded["fbank_raw"].flatten(0, -2), KaldiFbank.Compute(Clip(@case.Folder, @case.Json.GetProperty("clips")[0].GetProperty("file").GetString()!).Channel(0)), 5e-4, $"{@case.Name}: fbank_raw");
    });

    [Fact]
    public void Log_mel_of_a_whole_window_is_the_recorded_one()
    {
        using var json = Fixtures.Json("salmonn", "tables", "mel30.json");
        using var recorded = new FixtureTensors(Fixtures.Require("salmonn", "tables", "mel30.safetensors"));
        foreach (var clip in json.RootElement.GetProperty("clips").EnumerateObject())
        {
            using var scope = NewDisposeScope();
            var mel = LogMel.Compute(Clip(Fixtures.Require("salmonn", "tables"), clip.Value.GetProperty("wav").GetString()!).Channel(0)).unsqueeze(0); // [1, M, T]
            Assert.Equal(clip.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()), mel.shape);
            Same("mel_first64", 0);
            Same("mel_edge", clip.Value.GetProperty("edge_first_frame").GetInt64());
            Same("mel_last8", mel.shape[2] - recorded[clip.Name + ".mel_last8"].shape[2]);
            Assert.Equal(clip.Value.GetProperty("min").GetDouble(), mel.min().item<float>(), 1e-4);
            Assert.Equal(clip.Value.GetProperty("max").GetDouble(), mel.max().item<float>(), 1e-4);
            var rows = mel.to(ScalarType.Float64).sum(2).squeeze(0).data<double>().ToArray();
            foreach (var (expected, actual) in clip.Value.GetProperty("row_sums").EnumerateArray().Select(sum => sum.GetDouble()).Zip(rows))
                Assert.Equal(expected, actual, 1e-4 * mel.shape[2]);

            void Same(string name, long first)
            {
                var expected = recorded[$"{clip.Name}.{name}"];
                TensorAssert.Close(expected, mel.narrow(2, first, expected.shape[2]), 1e-4, $"{clip.Name}: {name}");
            }
        }
    }

    private static AudioClip Clip(string folder, string file) => AudioFile.Load(Path.Combine(folder, file));
}
