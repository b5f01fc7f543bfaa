using Audire.Models.Beats;
using Audire.Models.Chat;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Packed;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Whisper;

namespace Audire.Models.Salmonn.Loading;

/// <summary>Puts a model together. Shapes are compared before anything large is read.</summary>
internal static class SalmonnLoader
{
    /// <summary>Loads a model from its parts.</summary>
    public static SalmonnModel Load(string name, SalmonnParts parts, SalmonnOptions options)
    {
        using var checkpoint = Checkpoint.Open(parts.Adapter);
        var source = new CheckpointWeights(checkpoint);
        var config = options.Config ?? AdapterConfig.Read(checkpoint, source);
        return ComputeThreads.Run(() => Assemble(name, parts.Whisper, parts.Beats, parts.LanguageModel, config, (_, _) => source, options));
    }

    /// <summary>Loads both encoders.</summary>
    public static SpeechEncoders LoadEncoders(string whisper, string? beats, SalmonnConfig config, SalmonnOptions options)
    {
        var packed = options.EncoderType is null ? PackedType(whisper) : null;
        var weights = new WeightOptions { Device = options.Device, Type = options.EncoderType ?? packed ?? WeightType.F32 };
        var speech = WhisperEncoder.Load(whisper, weights);
        try
        {
            return new SpeechEncoders(speech, beats is null ? null : BeatsModel.Load(beats, packed is null ? weights : weights with { Type = WeightType.F16 }), config.TrimToClip);
        }
        catch
        {
            speech.Dispose();
            throw;
        }
    }

    /// <summary>Puts a model together from models that are given and an adapter.</summary>
    /// <param name="name">The name it goes by in results.</param>
    /// <param name="whisper">The Whisper folder.</param>
    /// <param name="beats">The BEATs checkpoint; null for none.</param>
    /// <param name="words">The language model.</param>
    /// <param name="config">The configuration; its widths become those of the parts.</param>
    /// <param name="adapter">Gives the adapter's tensors for a configuration and a language model's shape.</param>
    /// <param name="options">How it is loaded.</param>
    public static SalmonnModel Assemble(
        string name, string whisper, string? beats, string words, SalmonnConfig config, Func<SalmonnConfig, LlamaConfig, IWeightSource> adapter, SalmonnOptions options)
    {
        var (file, tokenizer, _) = ChatModel.Parts(words);
        var shape = LlamaModel.ReadConfig(file);
        if (tokenizer.VocabularySize > shape.Vocabulary)
            throw new ModelConfigException(words, $"its vocabulary has {tokenizer.VocabularySize} tokens and the language model {shape.Vocabulary} rows: it is another model's vocabulary");
        config = config.WithWidths(WhisperEncoder.ReadConfig(whisper).Width, beats is null ? null : WidthOf(beats), shape.Width);
        var disposables = new List<IDisposable>();
        try
        {
            var trained = Keep(SalmonnAdapter.Build(
                adapter(config, shape), config, shape, new WeightOptions { Device = options.Device, Trainable = options.Trainable ? _ => true : null }));
            var encoders = options.WithEncoders ? Keep(LoadEncoders(whisper, beats, config, options)) : null;
            var type = options.DecoderType ?? (options.Trainable ? WeightType.F32 : ChatModel.NaturalType(words));
            var decoder = Keep(LlamaModel.Load(file, new WeightOptions { Device = options.Device, Type = type, ForTraining = options.Trainable }));
            return new SalmonnModel(name, config, encoders, trained, decoder, tokenizer);
        }
        catch
        {
            disposables.ForEach(part => part.Dispose());
            throw;
        }

        T Keep<T>(T part)
            where T : IDisposable
        {
            disposables.Add(part);
            return part;
        }
    }

    private static WeightType? PackedType(string whisper)
    {
        using var checkpoint = Checkpoint.Open(whisper);
        return PackedMatrices.TypeIn(checkpoint);
    }

    private static int WidthOf(string beats)
    {
        using var checkpoint = Checkpoint.Open(beats);
        return BeatsConfigReader.Read(checkpoint).Width;
    }
}
