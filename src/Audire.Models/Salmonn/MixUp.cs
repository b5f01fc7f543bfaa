using System.Globalization;
using Audire.Models.Llama;
using Audire.Models.Nn;

namespace Audire.Models.Salmonn;

/// <summary>Guesses what was confused when an adapter does not fit the models around it.</summary>
internal static class MixUp
{
    private const string Layers = "llama_model.base_model.model.model.layers.";

    /// <summary>What probably happened, in whole sentences; null where nothing suggests itself.</summary>
    public static string? Guess(IWeightSource adapter, SalmonnConfig config, LlamaConfig model)
    {
        var guesses = new List<string>();
        if (Rows("speech_llama_proj.weight") is { } width && width != model.Width)
            guesses.Add($"The adapter was trained with a language model {width} wide{Named(width)}, and this one is {model.Width} wide{Named(model.Width)}: take the other one.");
        var lora = adapter.Names.Where(name => name.Contains(".lora_", StringComparison.Ordinal)).ToList();
        var layers = lora.Select(Layer).Max(layer => layer + 1);
        if (layers is { } count && count != model.Layers)
            guesses.Add($"It adapts {count} layers, and the language model has {model.Layers}.");
        if (lora.Exists(name => !name.Contains(".default.", StringComparison.Ordinal)))
            guesses.Add("Its LoRA names lack the adapter's name, '.default.': it was saved by PEFT's save_pretrained, not by SALMONN; load it as a PEFT adapter, or rename lora_A.weight to lora_A.default.weight and kin.");
        if (lora.Count == 0 && config.Lora is not null) guesses.Add("It holds no LoRA at all.");
        if (Rows("ln_speech.weight") is { } speech && speech != config.Bridge.SpeechWidth)
            guesses.Add($"It was trained with a speech encoder {speech} wide, and this one is {config.Bridge.SpeechWidth} wide (Whisper: base 512, small 768, medium 1024, large 1280).");
        if (Rows("ln_audio.weight") is null && config.Bridge.AudioWidth is not null && adapter.ShapeOf("speech_Qformer.bert.encoder.layer.0.crossattention.self.key.weight") is { Length: 2 } keys
            && keys[1] == config.Bridge.SpeechWidth)
            guesses.Add("It was trained without BEATs: load it without.");
        if (Rows("ln_audio.weight") is not null && config.Bridge.AudioWidth is null) guesses.Add("It was trained with BEATs: name a BEATs checkpoint.");
        return guesses.Count == 0 ? null : string.Join(' ', guesses);

        long? Rows(string name) => adapter.ShapeOf(name) is { Length: > 0 } shape ? shape[0] : null;
    }

    /// <summary>What looks wrong although every tensor fits: models that differ in nothing but their training.</summary>
    public static string? Suspect(LlamaConfig model) => (model.Width, model.Layers, model.ContextLength) switch
    {
        (5120, 40, not 2048) => $"A language model of 13B with a context of {model.ContextLength} is Vicuna v1.5; the published 13B adapter was trained with v1.1 (context 2048), and answers nothing with v1.5.",
        (4096, 32, not 4096) => $"A language model of 7B with a context of {model.ContextLength} is Vicuna v1.1; the published 7B adapter was trained with v1.5 (context 4096).",
        _ => null,
    };

    private static string Named(long width) => width switch { 4096 => " (Vicuna 7B)", 5120 => " (Vicuna 13B)", _ => "" };

    private static int? Layer(string name)
    {
        if (!name.StartsWith(Layers, StringComparison.Ordinal)) return null;
        var digits = name[Layers.Length..].Split('.')[0];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }
}
