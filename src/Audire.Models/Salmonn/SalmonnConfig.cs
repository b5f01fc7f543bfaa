using Audire.Models.Lora;

namespace Audire.Models.Salmonn;

/// <summary>The shape of a SALMONN between its three given models, and how it is asked.</summary>
/// <remarks>Tang et al. 2024, "SALMONN: Towards Generic Hearing Abilities for Large Language Models", sections 3 and 4.1. A value.</remarks>
public sealed record SalmonnConfig
{
    /// <summary>The layout of the published models.</summary>
    public const string PublishedTemplate = "USER: {}\nASSISTANT:";

    /// <summary>Norms, windows, Q-Former and projection.</summary>
    public required AudioBridgeConfig Bridge { get; init; }

    /// <summary>The adapter of the language model; null for a bare one.</summary>
    public LoraConfig? Lora { get; init; }

    /// <summary>How a question is written: a text with a place <c>{}</c> for it, or the name of a chat template.</summary>
    /// <value>The default is that of the published models.</value>
    public string Template { get; init; } = PublishedTemplate;

    /// <summary>Whether Whisper sees only a clip's own frames, so that a short clip becomes few tokens; the published models see a window filled up with silence.</summary>
    /// <value>The default is false.</value>
    public bool TrimToClip { get; init; }

    /// <summary>Share of the Q-Former's activations dropped in training.</summary>
    /// <value>0 to below 1; default 0.1.</value>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Tokens that an answer may have in training, end token included.</summary>
    /// <value>At least 1; default 300.</value>
    public int LongestAnswer { get; init; } = 300;

    /// <summary>The factor on the LoRA's deltas unless a request asks for another: α / r, 4 for the published models; 0 without a LoRA.</summary>
    public double LoraScaling => Lora?.Scaling ?? 0;

    /// <summary>The same configuration between models of other widths.</summary>
    /// <param name="speech">Width of the Whisper encoder.</param>
    /// <param name="audio">Width of BEATs; null for none.</param>
    /// <param name="output">Width of the language model.</param>
    public SalmonnConfig WithWidths(int speech, int? audio, int output) => this with
    {
        Bridge = Bridge with { SpeechWidth = speech, AudioWidth = audio, OutputWidth = output, QFormer = Bridge.QFormer with { EncoderWidth = speech + (audio ?? 0) } },
    };

    /// <summary>The same configuration, checked.</summary>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="ModelConfigException">A value is out of range, or contradicts another.</exception>
    public SalmonnConfig Checked(string origin)
    {
        Bridge.Checked(origin);
        Lora?.Validate(origin);
        if (Dropout is not (>= 0 and < 1)) throw new ModelConfigException(origin, $"its dropout is {Dropout}, and must be from 0 to below 1");
        if (LongestAnswer is < 1 or > 1 << 20) throw new ModelConfigException(origin, $"its longest answer is {LongestAnswer} tokens, and must be from 1 to {1 << 20}");
        return this;
    }
}
