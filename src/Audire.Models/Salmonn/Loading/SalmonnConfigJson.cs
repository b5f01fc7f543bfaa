using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Audire.Models.Lora;
using Audire.Models.QFormer;

namespace Audire.Models.Salmonn.Loading;

/// <summary>A <see cref="SalmonnConfig"/> as the fields of a folder's <c>config.json</c>.</summary>
internal static class SalmonnConfigJson
{
    /// <summary>How the file is laid out.</summary>
    public static JsonSerializerOptions Layout { get; } = new() { WriteIndented = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Writes the fields.</summary>
    public static JsonObject Write(SalmonnConfig config) => new()
    {
        ["template"] = config.Template,
        ["trim_to_clip"] = config.TrimToClip,
        ["dropout"] = config.Dropout,
        ["longest_answer"] = config.LongestAnswer,
        ["speech_width"] = config.Bridge.SpeechWidth,
        ["audio_width"] = config.Bridge.AudioWidth,
        ["output_width"] = config.Bridge.OutputWidth,
        ["windows"] = new JsonObject
        {
            ["seconds"] = config.Bridge.Windows.SecondsPerWindow,
            ["stride"] = config.Bridge.Windows.SecondsPerStride,
            ["whole"] = config.Bridge.Windows.Whole,
        },
        ["qformer"] = new JsonObject
        {
            ["hidden"] = config.Bridge.QFormer.Hidden,
            ["heads"] = config.Bridge.QFormer.Heads,
            ["feed_forward"] = config.Bridge.QFormer.FeedForward,
            ["layers"] = config.Bridge.QFormer.Layers,
            ["queries"] = config.Bridge.QFormer.Queries,
            ["norm_epsilon"] = config.Bridge.QFormer.NormEpsilon,
        },
        ["lora"] = config.Lora is not { } lora ? null : new JsonObject
        {
            ["rank"] = lora.Rank,
            ["alpha"] = lora.Alpha,
            ["dropout"] = lora.Dropout,
            ["targets"] = new JsonArray([.. lora.Targets.Select(target => (JsonNode)target)]),
        },
    };

    /// <summary>Reads the fields.</summary>
    /// <exception cref="ModelConfigException">A field is missing, ill-typed or out of range.</exception>
    public static SalmonnConfig Read(ConfigReader reader, string origin)
    {
        var defaults = new FusionWindows();
        var windows = reader.Object("windows");
        var queries = reader.Object("qformer") ?? throw new ModelConfigException(origin, "it lacks 'qformer'");
        var lora = reader.Object("lora");
        var speech = reader.Whole("speech_width");
        int? audio = reader.Has("audio_width") ? reader.Whole("audio_width") : null;
        return new SalmonnConfig
        {
            Bridge = new AudioBridgeConfig(
                speech, audio, reader.Whole("output_width"),
                new QFormerConfig(
                    queries.Whole("hidden"), queries.Whole("heads"), queries.Whole("feed_forward"), queries.Whole("layers"),
                    speech + (audio ?? 0), queries.WholeOr("queries", 1), queries.NumberOr("norm_epsilon", 1e-12)),
                new FusionWindows(
                    windows?.NumberOr("seconds", defaults.SecondsPerWindow) ?? defaults.SecondsPerWindow,
                    windows?.NumberOr("stride", defaults.SecondsPerStride) ?? defaults.SecondsPerStride, windows?.Flag("whole") ?? false)),
            Lora = lora is null ? null : new LoraConfig(
                lora.Whole("rank"), lora.NumberOr("alpha", 4 * lora.Whole("rank")), lora.NumberOr("dropout", 0.1), lora.Has("targets") ? lora.Texts("targets") : LoraConfig.Salmonn.Targets),
            Template = reader.Text("template") ?? SalmonnConfig.PublishedTemplate,
            TrimToClip = reader.Flag("trim_to_clip") ?? false,
            Dropout = reader.NumberOr("dropout", 0.1),
            LongestAnswer = reader.WholeOr("longest_answer", 300),
        }.Checked(origin);
    }
}
