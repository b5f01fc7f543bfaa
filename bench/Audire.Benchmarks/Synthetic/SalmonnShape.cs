using Audire.Benchmarks.Works;
using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Salmonn;

namespace Audire.Benchmarks.Synthetic;

/// <summary>The shapes of a whole SALMONN.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="FrontEnd">What it hears with.</param>
/// <param name="Decoder">The language model.</param>
internal sealed record SalmonnShape(string Name, FrontEndShape FrontEnd, LlamaConfig Decoder)
{
    /// <summary>SALMONN-7B: Whisper-large-v2's encoder, BEATs, a two-layer Q-Former, Vicuna-7B with LoRA.</summary>
    public static SalmonnShape SevenBillion { get; } = Of("SALMONN-7B", FrontEndShape.Full, 4096, 32, 32, 11008, 32000);

    /// <summary>The same in small, to try the benchmark itself.</summary>
    public static SalmonnShape Tiny { get; } = Of("SALMONN in small", FrontEndShape.Tiny, 128, 2, 4, 352, 512);

    /// <summary>What lies between the encoders and the language model.</summary>
    public SalmonnConfig Config => new() { Bridge = FrontEnd.Bridge, Lora = LoraConfig.Salmonn };

    /// <summary>The same widths with so many layers in every part: what a machine can try that has no room, or no time, for all.</summary>
    public SalmonnShape With(int layers) => this with
    {
        Name = $"{Name} with {layers} layers",
        FrontEnd = FrontEnd with { Whisper = FrontEnd.Whisper with { EncoderLayers = layers }, Beats = FrontEnd.Beats with { Layers = layers } },
        Decoder = Decoder with { Layers = layers },
    };

    private static SalmonnShape Of(string name, FrontEndShape front, int width, int layers, int heads, int hidden, int vocabulary) => new(
        name, front with { Bridge = front.Bridge with { OutputWidth = width } }, new LlamaConfig
        {
            Width = width, Layers = layers, Heads = heads, KeyValueHeads = heads, HeadWidth = width / heads, FeedForward = hidden, Vocabulary = vocabulary, ContextLength = 4096,
        });
}
