using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Metrics.Randomness;
using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Tests.Evaluation;
using Audire.Tests.Models.Beats;
using Audire.Tests.Support;
using Audire.Training;
using Audire.Training.Augmentation;
using Audire.Training.Beats;
using Audire.Training.Runs;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>A very small BEATs is trained on tones and noises: with labels, and without.</summary>
public sealed class BeatsTrainingTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_learns_two_label_sets_at_once_and_writes_a_model_that_loads()
    {
        var result = Run("run", Options() with { Steps = 40, EvaluateEvery = 20 }, Stop);
        Assert.True(result.Finished);
        var best = RunLog.Read(_folder.Combine("run")).Single(line => line.Kind == RunLine.Evaluation && line.Step == result.BestStep).Metrics!;
        Assert.Equal(1, best["accuracy/kind"]);
        Assert.True(best["accuracy/length"] >= 0.75, $"accuracy of length {best["accuracy/length"]}");

        using var model = BeatsModel.Load(_folder.Combine("run"));
        using var scope = NewDisposeScope();
        Assert.Equal(BeatsGradientTests.Small, model.Config);
        Assert.True(model.Forward(BeatsInput.Prepare(Sound("tone", 1, 0), model.Config), cancellationToken: Stop).isfinite().all().item<bool>());
        using var head = Checkpoint.Open(_folder.Combine("run", BeatsFiles.Head));
        Assert.Contains("tone", head.Metadata["labels"].AsText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pretraining_needs_no_labels_and_its_model_can_be_fine_tuned()
    {
        var options = Options() with { Pretrain = true, Pretraining = new(HiddenShare: 0.5, Codes: 16, CodeWidth: 8, Dropout: 0), Steps = 40, EvaluateEvery = 20 };
        Assert.True(Run("pretraining", options, Stop).Finished);
        var losses = RunLog.Read(_folder.Combine("pretraining")).Where(line => line.Kind == RunLine.Evaluation).Select(line => line.Metrics!["loss"]).ToList();
        Assert.True(losses[^1] < Math.Log(16) - 0.3, $"losses {string.Join(", ", losses)}; chance is {Math.Log(16)}");
        Assert.True(Run("tuned", Options() with { From = _folder.Combine("pretraining", BeatsFiles.Encoder), Steps = 4 }, Stop).Finished);
    }

    [Fact]
    public void Stopped_and_started_again_it_ends_with_the_same_model()
    {
        var options = Options() with { Steps = 6, SaveEvery = 2, EvaluateEvery = 3, LogEvery = 1, Batches = new(BatchSize: 3, Augmentation: new ClipAugmentation()) };
        Run("whole", options, Stop);
        using (var stop = new CancellationTokenSource())
            Assert.False(Run("stopped", options, stop.Token, line => StopAfter(line, 3, stop)).Finished);
        Assert.True(Run("stopped", options, Stop).Finished);
        Assert.Equal(File.ReadAllBytes(_folder.Combine("whole", BeatsFiles.Encoder)), File.ReadAllBytes(_folder.Combine("stopped", BeatsFiles.Encoder)));

        static void StopAfter(RunLine line, long step, CancellationTokenSource stop)
        {
            if (line.Kind == RunLine.Stepped && line.Step == step) stop.Cancel();
        }
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named_and_left_out()
    {
        var path = _folder.Combine("damaged.wav");
        File.WriteAllText(path, "no sound at all");
        var named = new List<string>();
        var clips = Clips("train", 6);
        var training = new BeatsTraining(Options() with { Steps = 3 }) { Skipped = (file, _) => named.Add(file) };
        Assert.True(training.Run([.. clips, new(path, 1, clips[0].Labels)], Clips("valid", 2), _folder.Combine("skips"), Stop).Finished);
        Assert.True(named.Count <= 1);
        Assert.All(named, file => Assert.Equal(path, file));
    }

    [Fact]
    public void Without_labels_or_clips_it_says_what_to_do()
    {
        LabelledClip bare = new(_folder.Combine("none.wav"), 1, new Dictionary<string, string>());
        Assert.Contains("--pretrain", Assert.Throws<TrainingException>(() => new BeatsTraining(Options()).Run([bare], [bare], _folder.Combine("a"), Stop)).Message, StringComparison.Ordinal);
        Assert.Contains("held-out", Assert.Throws<TrainingException>(() => new BeatsTraining(Options()).Run(Clips("train", 2), [bare], _folder.Combine("b"), Stop)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tokenizer_gives_a_clip_the_same_codes_alone_and_padded()
    {
        using var scope = NewDisposeScope();
        using var tokenizer = new PatchTokenizer(BeatsGradientTests.Small, codes: 64, width: 16, seed: 3, CPU);
        var features = randn([1, 64, 128], ScalarType.Float32, generator: new Generator(2));
        var padded = cat([features, zeros(1, 32, 128)], 1);
        var alone = tokenizer.Forward(features, BeatsPadding.FromLengths([64], 64));
        var together = tokenizer.Forward(padded, BeatsPadding.FromLengths([64], 96));
        TensorAssert.Close(alone, together.narrow(1, 0, alone.shape[1]), 0, "codes");
        Assert.True(alone.data<long>().ToArray().Distinct().Count() > 8);
    }

    [Fact]
    public void Changes_of_sound_follow_from_the_seed_alone()
    {
        var clip = Sound("tone", 1, 4);
        var all = new ClipAugmentation { SpeedShare = 1, NoiseShare = 1, BandShare = 1 };
        Assert.Equal(all.Apply(clip, new PythonRandom(5)).ContentHash, all.Apply(clip, new PythonRandom(5)).ContentHash);
        Assert.NotEqual(all.Apply(clip, new PythonRandom(5)).ContentHash, all.Apply(clip, new PythonRandom(6)).ContentHash);
        var none = new ClipAugmentation { GainDecibels = 0, SpeedShare = 0, NoiseShare = 0, BandShare = 0 };
        Assert.Same(clip, none.Apply(clip, new PythonRandom(5)));
        var empty = AudioClip.Mono([], AudioClip.SpeechRate);
        Assert.Same(empty, all.Apply(empty, new PythonRandom(5)));

        using var scope = NewDisposeScope();
        var features = ones(100, 128);
        new SpectrogramMasking(2, 0.2, 2, 30).Apply(features, new PythonRandom(1));
        Assert.InRange(features.mean().item<float>(), 0.3f, 0.999f);
    }

    private TrainingResult Run(string name, BeatsTrainingOptions options, CancellationToken cancellationToken, Action<RunLine>? logged = null) =>
        new BeatsTraining(options) { Logged = logged }.Run(Clips("train", 24), Clips("valid", 8), _folder.Combine(name), cancellationToken);

    private static BeatsTrainingOptions Options() => new()
    {
        Config = BeatsGradientTests.Small,
        Rate = 5e-3,
        LongestSeconds = 1,
        Batches = new(BatchSize: 6, Masking: new SpectrogramMasking(1, 0.1, 1, 8)),
        FineTuning = new(Dropout: 0),
        SaveEvery = 100,
    };

    // Half of them are labelled in one set only.
    private List<LabelledClip> Clips(string split, int count)
    {
        var clips = new List<LabelledClip>();
        for (var i = 0; i < count; i++)
        {
            var (kind, seconds) = (i % 2 == 0 ? "tone" : "noise", i % 3 == 0 ? 0.35 : 0.7);
            var path = _folder.Combine($"{split}-{i}.wav");
            if (!File.Exists(path)) WavWriter.Write(path, Sound(kind, seconds, i + (split == "train" ? 0 : 1000)));
            var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = kind };
            if (i % 4 < 2) labels["length"] = seconds < 0.5 ? "short" : "long";
            clips.Add(new LabelledClip(path, seconds, labels));
        }
        return clips;
    }

    private static AudioClip Sound(string kind, double seconds, int seed)
    {
        var length = (int)(seconds * AudioClip.SpeechRate);
        if (kind == "noise") return Noise.White(length, 0.1, (ulong)seed);
        // On for one row of patches, off for the next: what is hidden can be guessed.
        var samples = new float[length];
        for (var i = 0; i < length; i++)
            if (i / 2560 % 2 == 0) samples[i] = (float)(0.2 * Math.Sin(2 * Math.PI * (300 + (37 * seed % 900)) * i / AudioClip.SpeechRate));
        return AudioClip.Mono(samples, AudioClip.SpeechRate);
    }
}
