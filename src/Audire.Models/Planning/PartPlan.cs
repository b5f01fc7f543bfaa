using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Packed;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Models.Whisper;

namespace Audire.Models.Planning;

/// <summary>What one part of a model needs, told without loading it.</summary>
/// <param name="Name">What it is: <c>language model</c>, <c>speech encoder</c> and kin.</param>
/// <param name="Architecture">Its architecture, for people.</param>
/// <param name="Tensors">Its tensors.</param>
/// <param name="IsLanguageModel">Whether it writes tokens one at a time: then <c>int4</c> and <c>int8</c> are what it is usually held in.</param>
public sealed record PartPlan(string Name, string Architecture, IReadOnlyList<PlannedTensor> Tensors, bool IsLanguageModel = false)
{
    /// <summary>The name of the part of a SALMONN that is trained.</summary>
    public const string Bridge = "bridge and adapters";

    /// <summary>The name of Whisper's first half.</summary>
    public const string SpeechEncoder = "speech encoder";

    /// <summary>The name of BEATs.</summary>
    public const string SoundEncoder = "sound encoder";

    /// <summary>Keys and values of 1,000 positions of one sequence, in bytes (float32); 0 where it keeps none.</summary>
    public long CacheBytes { get; init; }

    /// <summary>What one pass holds besides, in bytes: an estimate of the largest block's intermediate results.</summary>
    public long ActivationBytes { get; init; }

    /// <summary>Positions it was trained for; null where it keeps none.</summary>
    public int? Context { get; init; }

    /// <summary>Numbers in all tensors.</summary>
    public long Parameters => Tensors.Sum(tensor => tensor.Elements);

    /// <summary>Bytes of weights in memory.</summary>
    public long Bytes(WeightType type) => Tensors.Sum(tensor => tensor.Bytes(type));

    /// <summary>A decoder of the Llama family.</summary>
    internal static PartPlan Of(LlamaConfig config, string name = "language model")
    {
        // One piece of a prompt: what goes around the blocks and what the wider of attention and MLP holds; the scores of its last token.
        long perToken = (2L * config.Width) + Math.Max((config.Heads + (2L * config.KeyValueHeads)) * config.HeadWidth * 2, 3L * config.FeedForward);
        return new PartPlan(name, "llama", [.. LlamaShapes.Of(config)], IsLanguageModel: true)
        {
            CacheBytes = 1000L * 2 * config.Layers * config.KeyValueHeads * config.HeadWidth * sizeof(float),
            ActivationBytes = sizeof(float) * ((LlamaState.PrefillChunk * perToken) + config.Vocabulary),
            Context = config.ContextLength,
        };
    }

    /// <summary>Whisper's encoder over one window of 30 s.</summary>
    internal static PartPlan Encoder(WhisperConfig config)
    {
        long perPosition = (2L * config.Width) + Math.Max(6L * config.Width, 2L * config.EncoderHidden);
        return new PartPlan(SpeechEncoder, "whisper", [.. WhisperShapes.Encoder(config)]) { ActivationBytes = sizeof(float) * config.AudioPositions * perPosition };
    }

    /// <summary>Whisper's decoder.</summary>
    internal static PartPlan Decoder(WhisperConfig config) => new("text decoder", "whisper", [.. WhisperShapes.Decoder(config)], IsLanguageModel: true)
    {
        CacheBytes = 1000L * 2 * config.DecoderLayers * config.Width * sizeof(float),
        // Keys and values of the window that it listens to, in every block.
        ActivationBytes = sizeof(float) * 2L * config.DecoderLayers * config.AudioPositions * config.Width,
        Context = config.TextPositions,
    };

    /// <summary>Any other part, by its file's own tensors: two-dimensional weights are taken for matrices.</summary>
    internal static PartPlan OfFile(string name, string architecture, Checkpoint checkpoint)
    {
        var tensors = new List<PlannedTensor>();
        var packed = new PackedMatrices(checkpoint.StateDict());
        foreach (var entry in checkpoint.StateDict().Tensors.Values)
        {
            var (matrix, isCodes) = PackedNames.Parse(entry.Name);
            if (isCodes) tensors.Add(new(matrix, packed.ShapeOf(matrix)!, TensorRole.Matrix));
            else if (matrix == entry.Name) tensors.Add(new(entry.Name, entry.Shape, entry.Shape.Length == 2 && entry.Name.EndsWith(".weight", StringComparison.Ordinal) ? TensorRole.Matrix : TensorRole.Vector));
        }
        return new PartPlan(name, architecture, tensors);
    }
}
