using Audire.Models.Checkpoints;
using Audire.Models.Lora;
using Audire.Models.Nn;

namespace Audire.Models.Salmonn.Loading;

/// <summary>Reads a configuration off an adapter as it is published: shapes from its tensors, the rest from what training left in the file.</summary>
internal static class AdapterConfig
{
    private const string Left = "config/model/";
    private const double PublishedScaling = 4;

    /// <summary>The configuration.</summary>
    /// <param name="checkpoint">The adapter; the published code leaves its settings under <c>config</c>.</param>
    /// <param name="source">Its tensors.</param>
    /// <param name="heads">The Q-Former's heads, which nothing tells; null for those of the published models.</param>
    /// <exception cref="ModelConfigException">The tensors are not those of an adapter.</exception>
    public static SalmonnConfig Read(Checkpoint checkpoint, IWeightSource source, int? heads = null)
    {
        var defaults = new FusionWindows();
        var windows = new FusionWindows(
            Number("second_per_window") ?? defaults.SecondsPerWindow, Number("second_stride") ?? defaults.SecondsPerStride, Flag("window_level_Qformer") == false);
        return new SalmonnConfig
        {
            Bridge = AudioBridgeConfig.Infer(source, windows, heads),
            Lora = Lora(source),
            Template = Text("prompt_template") ?? SalmonnConfig.PublishedTemplate,
            LongestAnswer = (int?)Number("max_txt_len") ?? 300,
        }.Checked(checkpoint.Path);

        LoraConfig? Lora(IWeightSource tensors)
        {
            var names = tensors.Names.Where(name => name.Contains(".lora_A.", StringComparison.Ordinal)).ToList();
            if (names.Count == 0) return null;
            var rank = tensors.ShapeOf(names[0]) is { Length: 2 } shape ? (int)Math.Clamp(shape[0], 1, 1 << 14) : 1;
            var targets = LoraConfig.Known.Where(target => names.Exists(name => name.Contains($".{target}.", StringComparison.Ordinal))).ToList();
            return new LoraConfig(rank, Number("lora_alpha") ?? PublishedScaling * rank, Number("lora_dropout") ?? 0.1, targets);
        }

        double? Number(string name) => checkpoint.Metadata.GetValueOrDefault(Left + name)?.AsDouble();
        bool? Flag(string name) => checkpoint.Metadata.GetValueOrDefault(Left + name)?.Value as bool?;
        string? Text(string name) => checkpoint.Metadata.GetValueOrDefault(Left + name)?.AsText() is { } text && text.Contains("{}", StringComparison.Ordinal) ? text : null;
    }
}
