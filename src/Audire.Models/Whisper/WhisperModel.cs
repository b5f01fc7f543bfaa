using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Tokenization;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Network;

namespace Audire.Models.Whisper;

/// <summary>A Whisper model: weights, vocabulary and tokenizer. It holds nothing of any request.</summary>
/// <remarks>
/// Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision". Immutable: any number of
/// <see cref="WhisperTranscriber"/>s on any number of threads share one. Dispose it after the last of them.
/// </remarks>
public sealed class WhisperModel : IDisposable
{
    private WhisperModel(string name, WhisperNetwork network, WhisperVocabulary vocabulary, Tokenizer tokenizer, TorchSharp.torch.Device device)
    {
        (Name, Network, Vocabulary, Tokenizer, Device) = (name, network, vocabulary, tokenizer, device);
        Rules = new LogitRules(vocabulary, network.Config, device);
    }

    /// <summary>Name of the folder it came from.</summary>
    public string Name { get; }

    /// <summary>The network's shape.</summary>
    public WhisperConfig Config => Network.Config;

    /// <summary>What its control tokens are.</summary>
    public WhisperVocabulary Vocabulary { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The device that computes.</summary>
    public TorchSharp.torch.Device Device { get; }

    /// <summary>Number of parameters, the tied output head counted once.</summary>
    public long Parameters => Network.Parameters;

    /// <summary>Memory the weights take, in bytes; mapped files count.</summary>
    public long Bytes => Network.Bytes;

    /// <summary>The tensors that gradients reach, by the checkpoint's names; none unless <see cref="WhisperModelOptions.Trainable"/> chose some.</summary>
    public IReadOnlyDictionary<string, TorchSharp.torch.Tensor> Trainable => Network.Trainable;

    internal WhisperNetwork Network { get; }

    internal LogitRules Rules { get; }

    /// <summary>
    /// Loads a folder in Hugging Face's layout: <c>config.json</c>, <c>tokenizer.json</c>, weights as safetensors (whole or in shards) or
    /// GGUF under Hugging Face's names, and, where there is one, <c>generation_config.json</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Device and precision.</param>
    /// <exception cref="FileNotFoundException">A file that is needed is absent.</exception>
    /// <exception cref="ModelConfigException">A configuration is damaged, or not that of a Whisper model.</exception>
    /// <exception cref="CheckpointException">The weights cannot be read.</exception>
    /// <exception cref="WeightMismatchException">The weights are not those the configuration describes; all differences are listed.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static WhisperModel Load(string folder, WhisperModelOptions? options = null)
    {
        options ??= new WhisperModelOptions();
        var configPath = Path.Combine(folder, "config.json");
        var generationPath = Path.Combine(folder, "generation_config.json");
        using var json = Read(configPath);
        using var generation = File.Exists(generationPath) ? Read(generationPath) : null;
        var config = WhisperConfig.Parse(json.RootElement, configPath);
        var vocabulary = WhisperVocabulary.Parse((generation ?? json).RootElement, config, generation is null ? configPath : generationPath);
        var tokenizer = Tokenizer.FromJson(Path.Combine(folder, "tokenizer.json"));

        var started = TorchRuntime.Start();
        using var checkpoint = Checkpoint.Open(folder);
        return ComputeThreads.Run(() => Build(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), new CheckpointWeights(checkpoint), config, vocabulary, tokenizer,
            options with { Device = options.Device ?? started.Device }));
    }

    /// <summary>Builds a model from its parts.</summary>
    internal static WhisperModel Build(
        string name, IWeightSource source, WhisperConfig config, WhisperVocabulary vocabulary, Tokenizer tokenizer, WhisperModelOptions options)
    {
        var device = options.Device ?? TorchRuntime.Start().Device;
        var network = new WhisperNetwork(
            source, config, new WeightOptions { Device = device, Type = options.EncoderType, Trainable = options.Trainable },
            new WeightOptions { Device = device, Type = options.DecoderType, Trainable = options.Trainable });
        return new WhisperModel(name, network, vocabulary, tokenizer, device);
    }

    /// <summary>Frees the weights; nothing that shares the model may be used afterwards.</summary>
    public void Dispose()
    {
        Rules.Dispose();
        Network.Dispose();
    }

    private static JsonDocument Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is absent; a Whisper folder holds config.json, tokenizer.json and the weights.", path);
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException error)
        {
            throw new ModelConfigException(path, $"it is no JSON ({error.Message.TrimEnd('.')})", error);
        }
    }
}
