using Audire.Metrics.Randomness;
using Audire.Training.Probes;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>The yardstick: logistic regression over frozen features.</summary>
public sealed class ProbeTests : IDisposable
{
    private const int Width = 12;
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Classes_that_a_plane_divides_are_told_apart()
    {
        var result = LinearProbe.Run("blobs", [.. Clips(distance: 6)]);
        Assert.Equal(1, result.Accuracy.Value);
        Assert.Equal((3, 150, 30, 60L), (result.Classes, result.Train, result.Valid, result.Accuracy.Count));
        Assert.Empty(result.Confusions);
        Assert.Equal(1.0 / 3, result.Majority, 6);
    }

    [Fact]
    public void Features_that_tell_nothing_give_chance_within_the_interval()
    {
        var result = LinearProbe.Run("nothing", [.. Clips(distance: 0)]);
        Assert.False(result.Accuracy.Excludes(1.0 / 3), result.Accuracy.ToString());
    }

    [Fact]
    public void A_label_that_training_lacks_counts_as_an_error()
    {
        var clips = Clips(distance: 6).Select(clip => clip.Split == "test" && clip.Label == "c" ? clip with { Label = "d" } : clip);
        Assert.Equal(2.0 / 3, LinearProbe.Run("unknown", [.. clips]).Accuracy.Value, 6);
    }

    [Fact]
    public void The_fit_is_where_the_gradient_vanishes()
    {
        // One feature, two balanced classes at ±1: by symmetry w = (-a, a) with a = sigma(-2a) / penalty.
        using var features = TorchSharp.torch.tensor(new float[] { -1, -1, 1, 1 }).reshape(4, 1);
        using var labels = TorchSharp.torch.tensor(new long[] { 0, 0, 1, 1 });
        const double Penalty = 0.1;
        var weight = 0.0;
        for (var i = 0; i < 200; i++) weight += 0.5 * (1 / (1 + Math.Exp(2 * weight)) / Penalty - weight) * 0.1;

        using var fit = SoftmaxRegression.Fit(features, labels, 2, Penalty, steps: 2000, tolerance: 1e-7);

        using var weights = fit.Weights;
        Assert.Equal(weight, weights[0, 1].item<float>(), 3);
        Assert.Equal(-weight, weights[0, 0].item<float>(), 3);
    }

    [Fact]
    public void Features_are_kept_and_a_record_cut_short_is_computed_again()
    {
        using (var file = new FeatureFile(_path, 2))
        {
            Assert.Equal([1, 2], file.Get(Key('a'), () => [1, 2]));
            Assert.Equal([3, 4], file.Get(Key('b'), () => [3, 4]));
        }
        using (var stream = File.OpenWrite(_path)) stream.SetLength(stream.Length - 3);
        using var again = new FeatureFile(_path, 2);
        Assert.Equal([1, 2], again.Get(Key('a'), () => throw new InvalidOperationException("it is known")));
        Assert.Equal([5, 6], again.Get(Key('b'), () => [5, 6]));
    }

    private static string Key(char c) => new(c, 64);

    private static IEnumerable<ProbeClip> Clips(double distance)
    {
        var random = new PythonRandom(5);
        foreach (var (split, count) in new[] { ("train", 50), ("valid", 10), ("test", 20) })
            for (var label = 0; label < 3; label++)
                for (var i = 0; i < count; i++)
                {
                    var features = Enumerable.Range(0, Width).Select(k => (float)(random.NextGauss() + (k == label ? distance : 0))).ToArray();
                    yield return new ProbeClip(features, ((char)('a' + label)).ToString(), split);
                }
    }
}
