using Audire.Tests.Evaluation;
using Audire.Training;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>The loop on a tiny net: learns, stops, goes on, refuses.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_loss_falls_and_the_log_and_the_best_checkpoint_say_so()
    {
        using var net = new TinyTrainee();
        var result = Train(net, "run", Settings() with { Steps = 60, EvaluateEvery = 10 });
        var lines = RunLog.Read(_folder.Combine("run"));
        Assert.True(result.Finished);
        Assert.Equal(60, lines.Count(line => line.Kind == RunLine.Stepped));
        Assert.True(lines.Last(line => line.Loss is not null).Loss < 0.7 * lines[0].Loss);
        var evaluations = lines.Where(line => line.Kind == RunLine.Evaluation).ToArray();
        Assert.Equal(6, evaluations.Length);
        Assert.Equal(evaluations.MinBy(line => line.Metrics!["loss"])!.Step, result.BestStep);
        Assert.Contains(result.BestStep!.Value, RunPaths.CheckpointSteps(_folder.Combine("run")));
    }

    [Fact]
    public void Two_runs_from_one_seed_are_equal_bit_for_bit_and_another_seed_is_not()
    {
        Assert.Equal(Final("a", Settings()), Final("b", Settings()));
        Assert.NotEqual(Final("a2", Settings()), Final("c", Settings() with { Seed = 43 }));
    }

    [Fact]
    public void Stopped_after_any_step_and_started_again_it_ends_with_the_same_weights_and_the_same_curve()
    {
        var settings = Settings();
        var expected = Final("whole", settings);
        for (var stop = 1; stop < settings.Steps; stop++)
        {
            var name = $"stopped-{stop}";
            using (var net = new TinyTrainee())
            using (var source = new CancellationTokenSource())
            {
                var result = Train(net, name, settings, line => Cancel(line, stop, source), stop: source);
                Assert.False(result.Finished);
                Assert.Contains(result.Step, RunPaths.CheckpointSteps(_folder.Combine(name)));
            }
            Assert.Equal(expected, Final(name, settings));
            Assert.Equal(Curve("whole"), Curve(name));
        }

        static void Cancel(RunLine line, int stop, CancellationTokenSource source)
        {
            if (line.Step == stop) source.Cancel();
        }
    }

    [Fact]
    public void Batches_gathered_into_a_step_are_one_large_batch()
    {
        var small = Final("small", Settings() with { BatchesPerStep = 3 }, new TinyBatches(2, 9), new TinyTrainee());
        var reference = Final("reference", Settings() with { BatchesPerStep = 3, Accumulation = Accumulation.Reference }, new TinyBatches(2, 9), new TinyTrainee());
        Assert.Equal(small.Length, reference.Length);
        Assert.NotEqual(small, reference);
        var steps = RunLog.Read(_folder.Combine("small"));
        Assert.All(steps.Where(line => line.Kind == RunLine.Stepped), line => Assert.Equal(6, line.Examples));
        // Without dropout (measuring), the weighted mean is the large batch's own gradient.
        Assert.Equal(Gradient([2, 4]), Gradient([6]), 1e-6);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_names_the_batch_and_keeps_the_last_checkpoint()
    {
        using var net = new TinyTrainee();
        var poisoned = new TinyBatches(change: (number, example) => number == 7 ? example with { Name = "poison.wav", Inputs = [float.NaN, 0, 0, 0, 0, 0] } : example);
        var error = Assert.Throws<TrainingException>(() => Train(net, "nan", Settings() with { SaveEvery = 3 }, batches: poisoned));
        Assert.Contains("loss of step 8", error.Message, StringComparison.Ordinal);
        Assert.Contains("poison.wav", error.Message, StringComparison.Ordinal);
        Assert.Equal([5L, 6L], RunPaths.CheckpointSteps(_folder.Combine("nan"))); // 5: an evaluation's best
    }

    [Fact]
    public void A_run_with_other_settings_is_refused_unless_that_is_allowed()
    {
        Final("run", Settings());
        using var net = new TinyTrainee();
        var error = Assert.Throws<TrainingException>(() => Train(net, "run", Settings() with { Steps = 14, Seed = 5 }));
        Assert.Contains("seed: then 42, now 5", error.Message, StringComparison.Ordinal);
        using var run = TrainingRun.Open(_folder.Combine("run"));
        var trainer = new Trainer<TinyExample>(net, new TinyBatches(), Settings() with { Steps = 14 }, run) { AllowChanges = true };
        Assert.Equal(14, trainer.Run(TestContext.Current.CancellationToken).Step);
        Assert.Contains(RunLog.Read(_folder.Combine("run")), line => line.Note?.Contains("changes", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_second_training_in_a_folder_is_refused_until_the_first_ends()
    {
        using (TrainingRun.Open(_folder.Combine("run")))
        {
            var error = Assert.Throws<TrainingException>(() => TrainingRun.Open(_folder.Combine("run")));
            Assert.Contains("Another training", error.Message, StringComparison.Ordinal);
        }
        TrainingRun.Open(_folder.Combine("run")).Dispose();
    }

    [Fact]
    public void Live_tensors_stay_flat_over_an_epoch()
    {
        using var net = new TinyTrainee();
        var counts = new List<long>();
        Train(net, "run", Settings() with { Steps = 20, SaveEvery = 5, EvaluateEvery = 5 }, _ => counts.Add(Live()));
        Assert.Equal(counts[3], counts[^1]);
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_and_named()
    {
        var settings = Settings();
        var expected = Final("run", settings);
        var newest = RunPaths.Checkpoint(_folder.Combine("run"), settings.Steps);
        using (var stream = new FileStream(newest, FileMode.Open)) stream.SetLength(stream.Length - 8);
        Assert.Equal(expected, Final("run", settings));
        Assert.Contains(RunLog.Read(_folder.Combine("run")), line => line.Note?.Contains("damaged", StringComparison.Ordinal) == true);
    }

    // Tensors that earlier tests left to the garbage collector are none of this run's.
    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    internal static TrainingSettings Settings() => new() { Steps = 12, Rate = new CosineRate(0.05, 2, 12), SaveEvery = 3, EvaluateEvery = 5, Keep = 2 };

    private float[] Final(string name, TrainingSettings settings) => Final(name, settings, new TinyBatches(), new TinyTrainee());

    private float[] Final(string name, TrainingSettings settings, TinyBatches batches, TinyTrainee trainee)
    {
        using var net = trainee;
        Assert.True(Train(net, name, settings, batches: batches).Finished);
        return net.Values();
    }

    private TrainingResult Train(
        TinyTrainee net, string name, TrainingSettings settings, Action<RunLine>? logged = null, TinyBatches? batches = null, CancellationTokenSource? stop = null)
    {
        using var run = TrainingRun.Open(_folder.Combine(name));
        return new Trainer<TinyExample>(net, batches ?? new TinyBatches(), settings, run, new LossEvaluation<TinyExample>(net, new TinyBatches(4, 3))) { Logged = logged }
            .Run(stop?.Token ?? TestContext.Current.CancellationToken);
    }

    private IEnumerable<(long, string, double?, double?)> Curve(string name) =>
        RunLog.Read(_folder.Combine(name)).Where(line => line.Kind != RunLine.Remark).Select(line => (line.Step, line.Kind, line.Loss, line.Metrics?["loss"]));

    private static double Gradient(int[] sizes)
    {
        using var net = new TinyTrainee();
        using var scope = NewDisposeScope();
        var all = new TinyBatches(sizes.Sum(), 1).Load(0, CancellationToken.None);
        var at = 0;
        foreach (var size in sizes)
        {
            var loss = net.Loss([.. all.Skip(at).Take(size)], TrainingPass.Measuring);
            (loss.Loss * loss.Counted).backward();
            at += size;
        }
        Gradients.Scale(net.Trainable, 1.0 / all.Count);
        return Gradients.Clip(net.Trainable, null);
    }
}
