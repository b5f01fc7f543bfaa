using Audire.Audio.Features;
using Audire.Tests.Support;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Audio.Features;

public class StftTests
{
    [Fact]
    public void Follows_the_recorded_transform()
    {
        using var index = Fixtures.Json("features", "stft.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "stft.safetensors"));
        var stft = new Stft(index.RootElement.GetProperty("n_fft").GetInt32(), index.RootElement.GetProperty("hop").GetInt32());
        using var scope = torch.NewDisposeScope();
        var spectrum = stft.Compute(tensors["signal"].Values);
        Assert.Equal(tensors["stft_real"].Shape, spectrum.shape.Select(size => (int)size));
        Assert.True(Difference.Max(spectrum.real.contiguous().data<float>().ToArray(), tensors["stft_real"].Values) <= 1e-4);
        Assert.True(Difference.Max(spectrum.imag.contiguous().data<float>().ToArray(), tensors["stft_imag"].Values) <= 1e-4);
    }

    [Fact]
    public void The_signal_is_mirrored_without_its_edge_sample()
    {
        using var index = Fixtures.Json("features", "stft.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "stft.safetensors"));
        var signal = tensors["signal"].Values;
        var padded = new float[tensors["reflect_padded"].Values.Length];
        new PaddedSignal(signal, signal.Length).CopyMirrored(-index.RootElement.GetProperty("pad").GetInt32(), padded);
        Assert.Equal(tensors["reflect_padded"].Values, padded);
    }

    [Fact]
    public void A_stretch_wholly_outside_the_samples_is_silent()
    {
        var stretch = new float[4];
        new PaddedSignal([1, 2, 3], 100).CopyMirrored(50, stretch);
        Assert.Equal(new float[4], stretch);
    }
}
