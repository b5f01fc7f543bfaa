using Audire.Tests.Evaluation;
using Audire.Tests.Models.Salmonn;
using Audire.Tests.Support;
using Audire.Training;
using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using Audire.Training.Salmonn;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>A stage over the recorded tiny model with dropout, variants, batches and evaluations: resumed bit for bit, encoders still, memory flat.</summary>
public sealed class SalmonnRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stopped_and_started_again_it_ends_with_the_same_weights_and_no_encoder_runs_twice()
    {
        var (whole, runs) = Run("whole", stopAfter: null);
        Assert.Equal(2 * 2 + 2, runs); // two clips in two variants, and two held-out ones
        Run("stopped", stopAfter: 3);
        var (resumed, more) = Run("stopped", stopAfter: null);
        Assert.Equal(0, more);
        Assert.Equal(whole, resumed);
        Assert.Equal(Curve("whole"), Curve("stopped"));
    }

    [Fact]
    public void Live_tensors_stay_flat_over_an_epoch()
    {
        var live = new List<long>();
        Run("run", stopAfter: null, line =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            live.Add(Tensor.TotalCount);
        });
        // What is loaded ahead comes and goes: compare lines of the same kind of work.
        Assert.True(live[^1] - live[1] <= 8, string.Join(' ', live));
    }

    private (float[] Weights, long EncoderRuns) Run(string name, int? stopAfter, Action<RunLine>? logged = null)
    {
        using var one = SalmonnCase.All().First(one => one.Name == "tiny");
        using var recorded = RecordedModel.Open(one, trainable: true);
        var data = Data(one);
        var features = new FeatureLoader((clip, token) => recorded.Model.Encode(clip, cancellationToken: token), "tiny", new ClipVariants(2), new FeatureCache(_folder.Combine("cache-" + name), 1 << 24));
        using var run = TrainingRun.Open(_folder.Combine(name));
        using var stop = new CancellationTokenSource();
        var training = new SalmonnTraining(recorded.Model, new Dictionary<string, string> { ["model"] = "tiny" }, data, features, new SalmonnTrainingOptions
        {
            Stage = TrainingStage.Instruct,
            BatchSize = 2,
            AnswerTokens = 4,
            Settings = new TrainingSettings { Steps = 8, Rate = new CosineRate(1e-3, 2, 8), SaveEvery = 3, EvaluateEvery = 4 },
        })
        {
            Logged = line =>
            {
                logged?.Invoke(line);
                if (line.Step == stopAfter) stop.Cancel();
            },
        };
        var result = training.Run(run, stop.Token);
        Assert.Equal(stopAfter is null, result.Finished);
        return ([.. recorded.Model.Trainable.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.detach().data<float>().ToArray())], features.EncoderRuns);
    }

    private TrainingData Data(SalmonnCase one)
    {
        var lines = new List<string>();
        foreach (var (source, clip, split) in new[] { ("tiny", "clip0.wav", "train"), ("tiny", "clip1.wav", "train"), ("medium", "clip0.wav", "valid"), ("medium", "clip1.wav", "valid") })
        {
            var name = $"{source}-{clip}";
            File.Copy(Fixtures.Require("salmonn", source, clip), _folder.Combine(name), overwrite: true);
            lines.Add($$"""{"path":"{{name}}","text":"the dog barks","split":"{{split}}"}""");
            lines.Add($$"""{"path":"{{name}}","text":"dog","task":"sound","label":"dog","Q":"What is it?","split":"{{split}}"}""");
        }
        File.WriteAllLines(_folder.Combine("m.jsonl"), lines);
        return TrainingData.Load([TrainingManifest.Read(_folder.Combine("m.jsonl"))], TaskBook.Default, new ClipSurvey(null));
    }

    private (long, string, double?, double?)[] Curve(string name) =>
        [.. RunLog.Read(_folder.Combine(name)).Select(line => (line.Step, line.Kind, line.Loss, line.Metrics?["score"]))];
}
