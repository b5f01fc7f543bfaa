using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>Encoder and decoder with their weights, under Hugging Face's names.</summary>
/// <remarks>Immutable; safe to share between threads. Dispose it after the last request.</remarks>
internal sealed class WhisperNetwork : IDisposable
{
    private readonly WeightSet[] _weights;

    public WhisperNetwork(IWeightSource source, WhisperConfig config, WeightOptions encoder, WeightOptions decoder)
    {
        using var gradients = no_grad();
        Config = config;
        Encoder = new AudioEncoder(Part(source, encoder, "encoder", "decoder", out var encoderWeights), config);
        Decoder = new TextDecoder(Part(source, decoder, "decoder", "encoder", out var decoderWeights), config);
        _weights = [encoderWeights.Complete(), decoderWeights.Complete()];
    }

    public WhisperConfig Config { get; }

    public AudioEncoder Encoder { get; }

    public TextDecoder Decoder { get; }

    /// <summary>Number of parameters, the tied head counted once.</summary>
    public long Parameters => _weights.Sum(set => set.Parameters);

    /// <summary>Memory the weights take, in bytes.</summary>
    public long Bytes => _weights.Sum(set => set.Bytes);

    /// <summary>Every parameter by name, with its shape.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes => _weights.SelectMany(set => set.Shapes).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>The tensors that gradients reach, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Trainable =>
        _weights.SelectMany(set => set.Trainable).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var set in _weights) set.Dispose();
    }

    /// <summary>One half's weights. The halves are built apart, since they are held in different types; each leaves the other's tensors alone.</summary>
    internal static Weights Part(IWeightSource source, WeightOptions options, string part, string other, out Weights root)
    {
        root = Weights.From(source, options, DecoderStep.Script);
        var model = source.Names.Any(name => name.StartsWith("model.", StringComparison.Ordinal)) ? root.Scope("model") : root;
        model.Ignore(other + ".");
        root.Ignore("proj_out.weight"); // some files store the tied head a second time
        return model.Scope(part);
    }
}
