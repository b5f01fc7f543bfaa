using System.Text.Json;
using Audire.Audio;
using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>A recorded model with its recorded weights, [PAD] row of the language model included.</summary>
internal sealed class RecordedModel : IDisposable
{
    private RecordedModel(SalmonnCase one, SalmonnModel model) => (Case, Model) = (one, model);

    public SalmonnCase Case { get; }

    public SalmonnModel Model { get; }

    /// <summary>The token that the published code adds to fill rows up.</summary>
    public int Pad => Case.Json.GetProperty("pad_token_id").GetInt32();

    /// <summary>Opens the model of a case.</summary>
    public static RecordedModel Open(SalmonnCase one, bool trainable = false)
    {
        using var adapter = Checkpoint.Open(one.At("ckpt", "salmonn.safetensors"));
        return Open(one, new CheckpointWeights(adapter), trainable);
    }

    /// <summary>Opens the model of a case with another adapter of the same shape.</summary>
    public static RecordedModel Open(SalmonnCase one, IWeightSource adapter, bool trainable)
    {
        using var words = Checkpoint.Open(one.At("ckpt", "llama"));
        var config = Config(one, adapter);
        var rows = one.Json.GetProperty("pad_token_id").GetInt32() + 1;
        var shape = LlamaHubConfig.Read(one.At("ckpt", "llama")) with { Vocabulary = rows };
        var encoders = new SpeechEncoders(
            WhisperEncoder.Load(one.At("ckpt", "whisper")), BeatsModel.Load(one.At("ckpt", "beats.safetensors")), config.TrimToClip);
        var options = new WeightOptions { Trainable = trainable ? _ => true : null };
        return new RecordedModel(one, new SalmonnModel(
            one.Name, config, encoders, SalmonnAdapter.Build(adapter, config, shape, options),
            LlamaModel.Build(new PaddedRows(new CheckpointWeights(words), rows), shape), one.Tokenizer()));
    }

    public static SalmonnConfig Config(SalmonnCase one, IWeightSource adapter)
    {
        var config = one.Json.GetProperty("config");
        var rank = config.GetProperty("lora_r").GetInt32();
        return new SalmonnConfig
        {
            Bridge = AudioBridgeConfig.Infer(
                adapter, new FusionWindows(config.GetProperty("window").GetDouble(), config.GetProperty("stride").GetDouble()),
                config.GetProperty("qformer").GetProperty("num_attention_heads").GetInt32()),
            Lora = new LoraConfig(rank, config.GetProperty("lora_alpha").GetDouble(), 0.1, ["q_proj", "v_proj"]),
        };
    }

    /// <summary>Encodes a clip of the case alone.</summary>
    public EncodedClip Encode(string file) => Assert.Single(Model.Encode(
        AudioFile.Load(Case.At(file), TestContext.Current.CancellationToken), ClipLoading.Reference, TestContext.Current.CancellationToken));

    /// <summary>What the encoders say of all clips of the recorded batch together: BEATs sees the padding, as the published code has it.</summary>
    public IReadOnlyList<EncodedClip> EncodeBatch()
    {
        using var scope = NewDisposeScope();
        var clips = Case.Json.GetProperty("clips").EnumerateArray().Take(2).Select(clip => AudioFile.Load(Case.At(clip.GetProperty("file").GetString()!))).ToList();
        var longest = clips.Max(clip => clip.Length);
        var fbank = stack([.. clips.Select(clip => Padded(clip, longest))], 0);                                 // [B, F, 128]
        var samples = stack([.. clips.Select(clip => arange(longest) >= clip.Length)], 0);                      // [B, n]
        var audio = Model.Encoders.Audio!.Forward(fbank, BeatsPadding.Shrink(samples, fbank.shape[1]), cancellationToken: TestContext.Current.CancellationToken); // [B, Tb, Cb]
        return [.. clips.Select((clip, row) =>
        {
            using var alone = Assert.Single(Model.Encode(clip, ClipLoading.Reference, TestContext.Current.CancellationToken));
            return new EncodedClip(alone.Speech.clone(), audio[row].clone());
        })];

        static Tensor Padded(AudioClip clip, int length)
        {
            var samples = new float[length];
            clip.Channel(0).CopyTo(samples);
            return Audire.Audio.Features.KaldiFbank.ComputeForBeats(samples);
        }
    }

    /// <summary>Recorded examples over clips that are in their order.</summary>
    public static IReadOnlyList<SalmonnExample> Examples(JsonElement rows, params IReadOnlyList<EncodedClip> clips) =>
        [.. rows.EnumerateArray().Select((row, index) => Example(row, clips[index]))];

    public static SalmonnExample Example(JsonElement tokens, EncodedClip clip) =>
        new([clip], SalmonnCase.Unwrapped(tokens.GetProperty("prompt").GetString()!), tokens.GetProperty("target_text").GetString()!);

    public void Dispose() => Model.Dispose();

    /// <summary>The language model with the rows that the published code adds for [PAD], filled as the recordings say.</summary>
    private sealed class PaddedRows(IWeightSource inner, int rows) : IWeightSource
    {
        public string Origin => inner.Origin;

        public IReadOnlyCollection<string> Names => inner.Names;

        public long[]? ShapeOf(string name) => inner.ShapeOf(name) is { } shape && Fill(name) is not null ? [rows, shape[1]] : inner.ShapeOf(name);

        public Tensor Load(string name)
        {
            if (Fill(name) is not { } fill) return inner.Load(name);
            var known = inner.Load(name).to(ScalarType.Float32);
            return cat([known, full(rows - known.shape[0], known.shape[1], fill)], 0);
        }

        public Q4Blocks? LoadQ4(string name) => null;

        private static double? Fill(string name) => name switch { "model.embed_tokens.weight" => 0.01, "lm_head.weight" => 0, _ => null };
    }
}
