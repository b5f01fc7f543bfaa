using Audire.Models.Salmonn;
using Audire.Tests.Evaluation;
using Audire.Tests.Models.Salmonn;
using Audire.Training;
using Audire.Training.Bridges;
using Audire.Training.Labels;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>The warm start of a bridge: clips that differ in what the encoders say are told apart, and the LoRA stays as it was.</summary>
public sealed class BridgeTuningTests : IDisposable
{
    private static readonly LabelSet[] Sets = [new("colour", ["blue", "red"]), new("size", ["large", "small"])];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Clips_are_told_apart_in_each_set_and_nothing_but_the_bridge_moves()
    {
        using var one = SalmonnCase.With("train.safetensors").First();
        using var scope = NewDisposeScope();
        using var recorded = RecordedModel.Open(one, trainable: true);
        using var trainee = new BridgeTuning(recorded.Model, Sets, new LabelOptions(Dropout: 0, LabelSmoothing: 0), new Dictionary<string, string>());
        using var clips = new TwoKinds(recorded.Model);
        var lora = recorded.Model.Trainable.Where(pair => !trainee.Trainable.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        Assert.NotEmpty(lora);
        using (var run = TrainingRun.Open(_folder.Combine("run")))
        {
            var settings = new TrainingSettings { Steps = 40, Rate = new ConstantRate(3e-3) };
            Assert.True(new Trainer<BridgeExample>(trainee, clips, settings, run).Run(TestContext.Current.CancellationToken).Finished);
        }
        var measured = new LabelAccuracy<BridgeExample>(trainee, clips).Measure(40, TestContext.Current.CancellationToken);
        Assert.Equal(1.0, measured["accuracy/colour"]);
        Assert.Equal(1.0, measured["accuracy/size"]);
        Assert.Equal(1.0, measured["accuracy"]);
        foreach (var (name, before) in lora) Assert.True(before.equal(recorded.Model.Trainable[name]).all().item<bool>(), name);
    }

    [Fact]
    public void Labels_of_one_class_teach_nothing_and_say_so()
    {
        using var one = SalmonnCase.With("train.safetensors").First();
        using var recorded = RecordedModel.Open(one, trainable: true);
        var sets = LabelSet.Of([KeyValuePair.Create("colour", "red"), KeyValuePair.Create("colour", "red")]);
        Assert.Empty(sets);
        var error = Assert.Throws<TrainingException>(() => new BridgeTuning(recorded.Model, sets, new LabelOptions(), new Dictionary<string, string>()));
        Assert.Contains("two or more labels", error.Message, StringComparison.Ordinal);
    }

    // Eight clips of unequal length; the first speech channel carries the colour, the last one the size; each clip has one of the labels, or both.
    private sealed class TwoKinds : IBatchSource<BridgeExample>, IDisposable
    {
        private readonly BridgeExample[] _examples;

        public TwoKinds(SalmonnModel model)
        {
            using var generator = new Generator(7, CPU);
            _examples = [.. Enumerable.Range(0, 8).Select(number => Example(model.Config.Bridge, number, generator))];
        }

        public long BatchesPerEpoch => 1;

        public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>();

        public IReadOnlyList<BridgeExample> Load(long number, CancellationToken cancellationToken) => _examples;

        public void Dispose()
        {
            foreach (var example in _examples) example.Dispose();
        }

        private static BridgeExample Example(AudioBridgeConfig config, int number, Generator generator)
        {
            using var scope = NewDisposeScope();
            var (colour, size) = (number % 2, number / 2 % 2);
            var speech = randn([60 + (7 * number), config.SpeechWidth], ScalarType.Float32, generator: generator);
            speech.select(1, 0).add_((8 * colour) - 4);
            speech.select(1, config.SpeechWidth - 1).add_((8 * size) - 4);
            var audio = config.AudioWidth is { } width ? randn([48, width], ScalarType.Float32, generator: generator) : null;
            return new BridgeExample($"clip {number}", [new EncodedClip(speech, audio)], number < 4 ? [colour, size] : number < 6 ? [colour, null] : [null, size]);
        }
    }
}
