using System.Text.Json;
using Audire.Models.Salmonn;
using Audire.Tests.Evaluation;
using Audire.Tests.Models.Salmonn;
using Audire.Training;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using Audire.Training.Salmonn;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>The loop over SALMONN against the reference's own training, recorded step by step.</summary>
public sealed class SalmonnTrainingTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private const double Relative = 1e-3;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train", 0)]
    [InlineData("train", 1)]
    [InlineData("train", int.MaxValue)]
    [InlineData("train_accum2", 0)]
    public void Steps_of_the_reference_training_are_repeated(string name, int checkpointedLayers)
    {
        foreach (var one in SalmonnCase.With(name + ".safetensors"))
            using (one)
            {
                var scalars = one.Json.GetProperty("scalars");
                var schedule = scalars.GetProperty("train").GetProperty("schedule");
                var micro = scalars.GetProperty(name).GetProperty("steps").EnumerateArray().ToArray();
                var gathered = micro.Length / micro.Count(step => step.TryGetProperty("stepped", out var stepped) && stepped.GetBoolean());
                using var recorded = RecordedModel.Open(one, trainable: true);
                var batches = new RecordedBatches(recorded);
                var trainee = new SalmonnTrainee(recorded.Model, new Dictionary<string, string>()) { Drops = false, PromptPad = recorded.Pad };
                var settings = new TrainingSettings
                {
                    Steps = micro.Length / gathered,
                    BatchesPerStep = gathered,
                    Accumulation = Accumulation.Reference,
                    Rate = Rate(schedule),
                    ClipNorm = null,
                    CheckpointedLayers = checkpointedLayers,
                };
                var lines = Train(trainee, batches, settings, $"{one.Name}-{name}");
                foreach (var (line, steps) in lines.Zip(micro.Chunk(gathered)))
                {
                    Assert.Equal(steps.Average(step => step.GetProperty("loss").GetDouble()), line.Loss!.Value, Tolerance);
                    Assert.Equal(steps[^1].GetProperty("lr").GetDouble(), line.Rate!.Value, 1e-12);
                    Assert.Equal(steps[^1].GetProperty("grad_norm").GetDouble(), line.GradientNorm!.Value, 1e-3 * line.GradientNorm!.Value);
                }
                Compare(one, recorded.Model, name, micro.Length);
                batches.Dispose();
            }
    }

    [Fact]
    public void Activation_tuning_takes_the_recorded_course()
    {
        foreach (var one in SalmonnCase.With("train.safetensors").Where(one => one.Json.GetProperty("scalars").TryGetProperty("activation_tuning", out _)))
            using (one)
            {
                var entry = one.Json.GetProperty("scalars").GetProperty("activation_tuning");
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one, trainable: true);
                using var clip = recorded.Encode(one.Json.GetProperty("clips")[0].GetProperty("file").GetString()!);
                var tokens = one.Json.GetProperty("forward_tokens");
                var story = new HeardExample("clip0", RecordedModel.Example(tokens, clip) with { Target = entry.GetProperty("story_text").GetString()! });
                Losses(entry.GetProperty("before"));
                var losses = entry.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()).ToArray();
                var trainee = new SalmonnTrainee(recorded.Model, new Dictionary<string, string>()) { Drops = false };
                var lines = Train(trainee, new OneExample(story), new TrainingSettings { Steps = losses.Length, Rate = new ConstantRate(entry.GetProperty("lr").GetDouble()), ClipNorm = null }, one.Name);
                foreach (var (loss, line) in losses.Zip(lines)) Assert.Equal(loss, line.Loss!.Value, 2e-3 * Math.Max(1, loss));
                Losses(entry.GetProperty("after"));

                void Losses(JsonElement scales)
                {
                    foreach (var scale in scales.EnumerateObject())
                    {
                        var forward = new SalmonnForward { LoraScale = double.Parse(scale.Name[1..], System.Globalization.CultureInfo.InvariantCulture) };
                        using var measured = NewDisposeScope();
                        Assert.Equal(scale.Value.GetProperty("story_loss").GetDouble(), recorded.Model.Loss([story.Example], forward).Loss.item<float>(), 5e-3);
                        Assert.Equal(scale.Value.GetProperty("caption_loss").GetDouble(), recorded.Model.Loss([RecordedModel.Example(tokens, clip)], forward).Loss.item<float>(), 2e-2);
                    }
                }
            }
    }

    private List<RunLine> Train(SalmonnTrainee trainee, IBatchSource<HeardExample> batches, TrainingSettings settings, string name)
    {
        using var run = TrainingRun.Open(_folder.Combine(name));
        Assert.True(new Trainer<HeardExample>(trainee, batches, settings, run).Run(TestContext.Current.CancellationToken).Finished);
        return [.. RunLog.Read(_folder.Combine(name)).Where(line => line.Kind == RunLine.Stepped)];
    }

    private static SalmonnRate Rate(JsonElement schedule) => new(
        schedule.GetProperty("init_lr").GetDouble(), schedule.GetProperty("min_lr").GetDouble(), schedule.GetProperty("warmup_start_lr").GetDouble(),
        schedule.GetProperty("warmup_steps").GetInt64(), schedule.GetProperty("iters_per_epoch").GetInt64(), schedule.GetProperty("max_epoch").GetInt64());

    // Names whose gradients are rounding noise take steps of the size of the rate in any direction (README, trap 8).
    private static void Compare(SalmonnCase one, SalmonnModel model, string name, int step)
    {
        using var scope = NewDisposeScope();
        var grads = one.Json.GetProperty("scalars").GetProperty("grads");
        var noise = grads.GetProperty("below_1e-6").EnumerateArray().Concat(grads.GetProperty("exactly_zero").EnumerateArray()).Select(entry => entry.GetString()!).ToHashSet(StringComparer.Ordinal);
        var expected = one.Tensors(name + ".safetensors");
        var compared = 0;
        foreach (var (parameter, tensor) in model.Trainable.Where(pair => !noise.Contains(pair.Key) && expected.Has($"w{step}.{pair.Key}")))
        {
            var reference = expected[$"w{step}.{parameter}"];
            var distance = ((tensor.detach() - reference).norm() / reference.norm()).item<float>();
            Assert.True(distance <= Relative, $"{one.Name} {name}: {parameter} is off by {distance:g3}");
            compared++;
        }
        Assert.True(compared > 0, $"{one.Name} {name}: no weight of step {step} is recorded");
    }

    private sealed class OneExample(HeardExample example) : IBatchSource<HeardExample>
    {
        public long BatchesPerEpoch => 1;

        public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>();

        public IReadOnlyList<HeardExample> Load(long number, CancellationToken cancellationToken) => [example];
    }

    // The reference alternates: the recorded batch, then the clips in the other order with tokens of their own.
    private sealed class RecordedBatches : IBatchSource<HeardExample>, IDisposable
    {
        private readonly IReadOnlyList<EncodedClip> _clips;
        private readonly HeardExample[][] _batches;

        public RecordedBatches(RecordedModel recorded)
        {
            _clips = recorded.EncodeBatch();
            var other = recorded.Case.Json.GetProperty("scalars").GetProperty("train").GetProperty("batch1_tokens");
            _batches =
            [
                [.. RecordedModel.Examples(recorded.Case.Json.GetProperty("batch_tokens"), _clips).Select(example => new HeardExample("clip", example))],
                [.. RecordedModel.Examples(other, [.. _clips.Reverse()]).Select(example => new HeardExample("clip", example))],
            ];
        }

        public long BatchesPerEpoch => 2;

        public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>();

        public IReadOnlyList<HeardExample> Load(long number, CancellationToken cancellationToken) => _batches[number % 2];

        public void Dispose()
        {
            foreach (var clip in _clips) clip.Dispose();
        }
    }
}
