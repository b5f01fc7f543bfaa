using Audire.Models.Nn;
using Audire.Models.QFormer;

namespace Audire.Models.Salmonn;

/// <summary>The shape of what lies between the encoders and the language model.</summary>
/// <param name="SpeechWidth">Width of the speech encoder's frames.</param>
/// <param name="AudioWidth">Width of the BEATs tokens; null where only speech is heard.</param>
/// <param name="OutputWidth">Width of the language model's embeddings.</param>
/// <param name="QFormer">The Q-Former's shape; its encoder width is the sum of both widths.</param>
/// <param name="Windows">How the joint stream is cut.</param>
public sealed record AudioBridgeConfig(int SpeechWidth, int? AudioWidth, int OutputWidth, QFormerConfig QFormer, FusionWindows Windows)
{
    /// <summary>Reads the shape off an adapter's tensors.</summary>
    /// <param name="source">Tensors under the names of <c>salmonn.pth</c>.</param>
    /// <param name="windows">How streams are cut, which no tensor tells.</param>
    /// <param name="heads">The Q-Former's attention heads, which no tensor tells; see <see cref="QFormerConfig.Infer"/>.</param>
    /// <exception cref="ModelConfigException">The tensors are not those of an adapter.</exception>
    public static AudioBridgeConfig Infer(IWeightSource source, FusionWindows? windows = null, int? heads = null)
    {
        var queries = QFormerConfig.Infer(source, heads);
        return new AudioBridgeConfig(
            First("ln_speech.weight") ?? throw Lacks("ln_speech.weight"), First("ln_audio.weight"),
            First("speech_llama_proj.weight") ?? throw Lacks("speech_llama_proj.weight"), queries, windows ?? new FusionWindows()).Checked(source.Origin);

        int? First(string name) => source.ShapeOf(name) is { Length: > 0 } shape && shape[0] is >= 1 and <= 1 << 20 ? (int)shape[0] : null;
        ModelConfigException Lacks(string name) => new(source.Origin, $"it holds no {name} of an adapter");
    }

    /// <summary>The same shape, checked.</summary>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="ModelConfigException">The widths do not fit each other, or a window is no frame long.</exception>
    public AudioBridgeConfig Checked(string origin)
    {
        Windows.Checked(origin);
        QFormer.Checked(origin);
        return SpeechWidth + (AudioWidth ?? 0) == QFormer.EncoderWidth ? this
            : throw new ModelConfigException(origin, $"its encoders are {SpeechWidth} and {AudioWidth ?? 0} wide, and its Q-Former expects {QFormer.EncoderWidth} together");
    }
}
