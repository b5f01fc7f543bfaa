using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper;

/// <summary>Whisper's audio encoder alone, as models that hear through it need it: no decoder, no vocabulary.</summary>
/// <remarks>Radford et al. 2022, section 2.2. Immutable; safe to share between threads. Dispose it after the last request.</remarks>
public sealed class WhisperEncoder : IDisposable
{
    private readonly AudioEncoder _encoder;

    private WhisperEncoder(IWeightSource source, WhisperConfig config, WeightOptions options)
    {
        Config = config;
        Device = options.Device;
        _encoder = new AudioEncoder(WhisperNetwork.Part(source, options, "encoder", "decoder", out var root), config);
        Set = root.Complete();
    }

    /// <summary>The network's shape; what it says of the decoder is not used.</summary>
    public WhisperConfig Config { get; }

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>Its weights: sizes and names.</summary>
    public WeightSet Set { get; }

    /// <summary>Loads the encoder of a Whisper folder in Hugging Face's layout, of any format; a decoder in it is left alone.</summary>
    /// <param name="folder">Holds <c>config.json</c> and the weights: safetensors, <c>.bin</c> (whole or in shards) or GGUF under Hugging Face's names.</param>
    /// <param name="options">Device and weight type.</param>
    /// <exception cref="ModelConfigException">The configuration is absent, damaged, or not that of a Whisper model.</exception>
    /// <exception cref="CheckpointException">The weights cannot be read.</exception>
    /// <exception cref="WeightMismatchException">The weights are not those the configuration describes; all differences are listed.</exception>
    public static WhisperEncoder Load(string folder, WeightOptions? options = null)
    {
        var config = ReadConfig(folder);
        using var checkpoint = Checkpoint.Open(folder);
        return Build(new CheckpointWeights(checkpoint), config, options);
    }

    /// <summary>The network's shape, read without its weights.</summary>
    /// <param name="folder">Holds <c>config.json</c>.</param>
    /// <exception cref="ModelConfigException">The configuration is absent, damaged, or not that of a Whisper model.</exception>
    public static WhisperConfig ReadConfig(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
            return WhisperConfig.Parse(json.RootElement, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelConfigException(path, $"it cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", error);
        }
    }

    /// <summary>Builds the encoder from named tensors.</summary>
    /// <exception cref="WeightMismatchException">The weights are not those the configuration describes; all differences are listed.</exception>
    public static WhisperEncoder Build(IWeightSource source, WhisperConfig config, WeightOptions? options = null)
    {
        using var gradients = no_grad();
        return new WhisperEncoder(source, config, options ?? new WeightOptions());
    }

    /// <summary>Encodes windows, or beginnings of windows.</summary>
    /// <param name="mel">Log-mel frames, [B, mel bins, 2T], float32; 2T at most <see cref="WhisperConfig.MelFrames"/>.</param>
    /// <param name="tap">Sees conv1, conv2, embedded, every block's activations and last_hidden under <c>encoder</c>.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>[B, T, width], float32, owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor mel, ActivationTap? tap = null, CancellationToken cancellationToken = default) => _encoder.Forward(mel, tap, cancellationToken);

    /// <summary>Frees the weights.</summary>
    public void Dispose() => Set.Dispose();
}
