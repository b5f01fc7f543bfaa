using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.ModelStore;
using Audire.Cli.Systems;
using Audire.Models.Lora;
using Audire.Models.QFormer;
using Audire.Models.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary>The options that say which SALMONN is trained: one that is there, or a new one over given models.</summary>
internal sealed class TrainModelOptions
{
    private readonly Option<string?> _model = CommandOptions.Value<string?>("--model", "A SALMONN folder to go on from", "none: a new one of the parts", "runs/pretrain/model");
    private readonly Option<string?> _whisper = CommandOptions.Value<string?>("--whisper", "The speech encoder: a Whisper model", "whisper-base", "whisper-large-v2");
    private readonly Option<string?> _beats = CommandOptions.Value<string?>("--beats", "The sound encoder: a BEATs checkpoint", "none: speech encoder alone", "runs/beats/beats.safetensors");
    private readonly Option<string?> _llm = CommandOptions.Value<string?>("--llm", "The language model", "smollm2-135m", "vicuna-7b-v1.5");
    private readonly Option<string?> _adapter = CommandOptions.Value<string?>("--adapter", "A published adapter to go on from", "none: first values are drawn", "salmonn_7b_v0.pth");
    private readonly Option<string?> _template = CommandOptions.Value<string?>("--template", "How questions are written: a text with {}, or a chat template's name", "that of the published models", "chatml");
    private readonly Option<bool> _trim = CommandOptions.Flag("--trim-to-clip", "Let Whisper see a clip's own frames instead of a window filled up with silence: fewer tokens a clip", "train --stage pretrain --trim-to-clip");
    private readonly Option<double?> _window = CommandOptions.Value<double?>("--window", "Seconds of sound a window of the Q-Former", "0.333333", "0.5").Within(0.02, 30.0);
    private readonly Option<int?> _hidden = CommandOptions.Value<int?>("--qformer-width", "Width of the Q-Former, a multiple of its heads", "768", "256").Within(8, 8192);
    private readonly Option<int?> _heads = CommandOptions.Value<int?>("--qformer-heads", "Attention heads of the Q-Former", "one a 64 channels", "4").Within(1, 128);
    private readonly Option<int?> _layers = CommandOptions.Value<int?>("--qformer-layers", "Blocks of the Q-Former", "2", "2").Within(1, 24);
    private readonly Option<int?> _queries = CommandOptions.Value<int?>("--queries", "Tokens a window", "1", "2").Within(1, 64);
    private readonly Option<int?> _rank = CommandOptions.Value<int?>("--lora-rank", "Rank of the LoRA; 0 for none", "8", "16").Within(0, 1024);
    private readonly Option<double?> _alpha = CommandOptions.Value<double?>("--lora-alpha", "The LoRA's alpha: its scale is alpha / rank", "4 times the rank", "32").Within(0.0, 4096.0);
    private readonly Option<double?> _loraDropout = CommandOptions.Value<double?>("--lora-dropout", "Share of the LoRA's inputs dropped", "0.1", "0.05").Within(0.0, 0.9);
    private readonly Option<double?> _dropout = CommandOptions.Value<double?>("--dropout", "Share of the Q-Former's activations dropped", "0.1", "0.2").Within(0.0, 0.9);

    /// <summary>Declares the options on a command.</summary>
    public TrainModelOptions(Command command)
    {
        foreach (var option in new Option[] { _model, _whisper, _beats, _llm, _adapter, _template, _trim, _window, _hidden, _heads, _layers, _queries, _rank, _alpha, _loraDropout, _dropout })
            command.Add(option);
    }

    /// <summary>Loads the model for training.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public LoadedTrainee Load(ParseResult parsed, Engine engine, long seed)
    {
        var options = new SalmonnOptions { Device = engine.Settings.Device, Trainable = true, DecoderType = engine.Type, Resolve = ModelFolders.Resolve };
        if (parsed.GetValue(_model) is { } name) return FromFolder(parsed, name, options);
        var (whisper, llm) = (parsed.GetValue(_whisper) ?? "whisper-base", parsed.GetValue(_llm) ?? "smollm2-135m");
        var parts = (Whisper: ModelFolders.Resolve(whisper), Beats: parsed.GetValue(_beats) is { } beats ? ModelFolders.Resolve(beats) : null, LanguageModel: ModelFolders.Resolve(llm));
        var adapter = parsed.GetValue(_adapter) is { } published ? ModelFolders.Resolve(published) : null;
        var model = adapter is not null
            ? SalmonnModel.Load(new SalmonnParts { Whisper = parts.Whisper, Beats = parts.Beats, LanguageModel = parts.LanguageModel, Adapter = adapter }, options)
            : SalmonnModel.Create(parts.Whisper, parts.Beats, parts.LanguageModel, Config(parsed), seed, options);
        return new LoadedTrainee(model, new SalmonnFolder(model.Config, Portable(whisper, parts.Whisper), Portable(llm, parts.LanguageModel)), parts.Beats, Identity(parts.Whisper, parts.Beats, parts.LanguageModel, adapter ?? $"drawn by seed {seed}"));
    }

    private LoadedTrainee FromFolder(ParseResult parsed, string name, SalmonnOptions options)
    {
        if (new Option[] { _whisper, _beats, _llm, _adapter }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } also)
            throw new UsageException($"--model names a whole SALMONN, so {also.Name} has no place beside it. Leave one of them out.");
        var path = ModelFolders.Resolve(name);
        var folder = SalmonnFolder.Read(path);
        var config = folder.Config with
        {
            Dropout = parsed.GetValue(_dropout) ?? folder.Config.Dropout,
            Lora = folder.Config.Lora is { } lora ? lora with { Dropout = parsed.GetValue(_loraDropout) ?? lora.Dropout } : null,
        };
        var parts = folder.Parts(path, ModelFolders.Resolve);
        return new LoadedTrainee(
            SalmonnModel.Load(path, options with { Config = config }), folder with { Config = config, Whisper = Portable(folder.Whisper, parts.Whisper), LanguageModel = Portable(folder.LanguageModel, parts.LanguageModel) },
            parts.Beats, Identity(parts.Whisper, parts.Beats, parts.LanguageModel, parts.Adapter));
    }

    private SalmonnConfig Config(ParseResult parsed)
    {
        var width = parsed.GetValue(_hidden) ?? new QFormerConfig().Hidden;
        var heads = parsed.GetValue(_heads) ?? Math.Max(1, width / 64);
        if (width % heads != 0) throw new UsageException($"--qformer-width {width} is no multiple of its {heads} heads. Say --qformer-heads.");
        var window = parsed.GetValue(_window) ?? new FusionWindows().SecondsPerWindow;
        var rank = parsed.GetValue(_rank) ?? LoraConfig.Salmonn.Rank;
        var lora = rank == 0 ? null : LoraConfig.Salmonn with { Rank = rank, Alpha = parsed.GetValue(_alpha) ?? 4 * rank, Dropout = parsed.GetValue(_loraDropout) ?? LoraConfig.Salmonn.Dropout };
        // Widths of the parts are put in when they are opened.
        return new SalmonnConfig
        {
            Bridge = new AudioBridgeConfig(
                1, parsed.GetValue(_beats) is null ? null : 1, 1,
                new QFormerConfig(width, heads, 4 * width, parsed.GetValue(_layers) ?? 2, 1, parsed.GetValue(_queries) ?? 1), new FusionWindows(window, window)),
            Lora = lora,
            Template = parsed.GetValue(_template) ?? SalmonnConfig.PublishedTemplate,
            TrimToClip = parsed.GetValue(_trim),
            Dropout = parsed.GetValue(_dropout) ?? 0.1,
        };
    }

    // A shipped model's name means the same everywhere; a path only here.
    private static string Portable(string name, string path) => Path.Exists(name) ? path : name;

    private static Dictionary<string, string> Identity(string whisper, string? beats, string words, string adapter) => new(StringComparer.Ordinal)
    {
        ["whisper"] = ModelIdentity.Short(whisper),
        ["beats"] = beats is null ? "none" : ModelIdentity.Short(beats),
        ["language model"] = ModelIdentity.Short(words),
        ["first weights"] = Path.Exists(adapter) ? ModelIdentity.Short(adapter) : adapter,
    };
}

/// <summary>A model that is about to be trained.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folder">How it is written down when it is trained.</param>
/// <param name="Beats">Its BEATs checkpoint; null for none.</param>
/// <param name="Identity">Hashes of its frozen parts and its first weights.</param>
internal sealed record LoadedTrainee(SalmonnModel Model, SalmonnFolder Folder, string? Beats, IReadOnlyDictionary<string, string> Identity) : IDisposable
{
    /// <summary>What the encoders' answers depend on.</summary>
    public string EncoderIdentity => EncodersOf(Identity["whisper"], Identity["beats"], Model.Config.TrimToClip);

    /// <summary>What the answers of encoders depend on.</summary>
    public static string EncodersOf(string whisper, string? beats, bool trimmed) => $"{whisper} {beats ?? "none"} {(trimmed ? "trimmed" : "window")}";

    public void Dispose() => Model.Dispose();
}
