using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Tokenization;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Network;
using Audire.Tests.Support;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>A Whisper with the real vocabulary and windows and next to no weights: what it writes is nonsense, how it goes about it is not.</summary>
internal static class RandomWhisper
{
    public static WhisperConfig Config { get; } = new()
    {
        VocabularySize = 51865,
        MelBins = 80,
        Width = 16,
        EncoderLayers = 1,
        EncoderHeads = 2,
        EncoderHidden = 16,
        DecoderLayers = 2,
        DecoderHeads = 2,
        DecoderHidden = 16,
        AudioPositions = 1500,
        TextPositions = 448,
    };

    public static WhisperModel Build()
    {
        var tokenizer = Tokenizer.FromJson(Fixtures.RequireShared("models", "whisper-base", "tokenizer.json"));
        using var shapes = Shapes(Config);
        return WhisperModel.Build("random", new Source(shapes.Shapes), Config, WhisperVocabulary.Parse(null, Config, "random"), tokenizer, new WhisperModelOptions());
    }

    /// <summary>A network alone, its weights held as asked.</summary>
    public static WhisperNetwork Network(WhisperConfig config, WeightOptions options)
    {
        using var shapes = Shapes(config);
        return new WhisperNetwork(new Source(shapes.Shapes), config, options, options);
    }

    /// <summary>The network's parameters, without their memory.</summary>
    public static WhisperNetwork Shapes(WhisperConfig config)
    {
        var options = new WeightOptions { ShapesOnly = true };
        return new WhisperNetwork(new Source(new Dictionary<string, long[]>()), config, options, options);
    }

    private sealed class Source(IReadOnlyDictionary<string, long[]> shapes) : IWeightSource
    {
        public string Origin => "random";

        public IReadOnlyCollection<string> Names => [.. shapes.Keys];

        public long[]? ShapeOf(string name) => shapes.TryGetValue(name, out var shape) ? shape : null;

        public Tensor Load(string name)
        {
            using var generator = new Generator((ulong)name.Sum(letter => (long)letter));
            return randn(shapes[name], generator: generator).mul_(0.3);
        }

        public Q4Blocks? LoadQ4(string name) => null;
    }
}
