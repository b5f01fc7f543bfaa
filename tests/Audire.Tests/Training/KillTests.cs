using Audire.Tests.Evaluation;
using Audire.Training;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>A run that dies at any write boundary, or whose disk refuses any write, ends with the same weights once it is started again.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_at_every_write_boundary_it_ends_with_the_same_weights()
    {
        var whole = new FaultyDisk(int.MaxValue);
        var expected = Run("whole", whole);
        Assert.True(whole.Boundaries > 30, $"{whole.Boundaries} boundaries");
        for (var at = 0; at < whole.Boundaries; at++)
        {
            Assert.Throws<KilledException>(() => Run("killed", new FaultyDisk(at)));
            Assert.Equal(expected, Run("killed", RunDisk.Plain));
            Assert.Empty(Directory.EnumerateFiles(_folder.Combine("killed"), "*.tmp", SearchOption.AllDirectories));
            Directory.Delete(_folder.Combine("killed"), recursive: true);
        }
    }

    [Fact]
    public void Killed_again_and_again_it_still_ends_with_the_same_weights()
    {
        var expected = Run("whole", RunDisk.Plain);
        var random = new Random(20);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Assert.Equal(expected, Run("killed", new FaultyDisk(random.Next(8, 40))));
                break;
            }
            catch (KilledException)
            {
                Assert.True(attempt < 50);
            }
        }
    }

    [Fact]
    public void A_full_disk_at_any_write_leaves_the_last_checkpoint_and_says_so()
    {
        var whole = new FaultyDisk(int.MaxValue);
        var expected = Run("whole", whole);
        for (var at = 0; at < whole.Boundaries; at += 4)
        {
            var error = Assert.Throws<TrainingException>(() => Run("full", new FaultyDisk(at, what => new IOException($"No space left on device ({what})"))));
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.Equal(expected, Run("full", RunDisk.Plain));
            Directory.Delete(_folder.Combine("full"), recursive: true);
        }
    }

    private float[] Run(string name, RunDisk disk)
    {
        using var net = new TinyTrainee();
        using var run = TrainingRun.Open(_folder.Combine(name), disk);
        run.Describe(new RunRecord { Title = "tiny", Settings = new Dictionary<string, string>() });
        new Trainer<TinyExample>(net, new TinyBatches(), TrainerTests.Settings() with { Steps = 3, Rate = new ConstantRate(0.05), SaveEvery = 1, EvaluateEvery = 2, Keep = 1 }, run, new LossEvaluation<TinyExample>(net, new TinyBatches(4, 2)))
            .Run(TestContext.Current.CancellationToken);
        return net.Values();
    }
}
