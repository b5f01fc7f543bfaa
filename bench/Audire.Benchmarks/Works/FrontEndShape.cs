using Audire.Models.Beats;
using Audire.Models.QFormer;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;

namespace Audire.Benchmarks.Works;

/// <summary>What SALMONN hears with: the shapes of both encoders and of what joins them, and the multiply-adds they take.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Whisper">The speech encoder.</param>
/// <param name="Beats">The audio encoder.</param>
/// <param name="Bridge">Windows, Q-Former, projection.</param>
/// <param name="Seconds">Length of the clip.</param>
internal sealed record FrontEndShape(string Name, WhisperConfig Whisper, BeatsConfig Beats, AudioBridgeConfig Bridge, int Seconds)
{
    /// <summary>SALMONN 13B's own: Whisper large-v2, BEATs iter3+, the two-layer Q-Former of base size.</summary>
    public static FrontEndShape Full { get; } = new(
        "Whisper large-v2 + BEATs + Q-Former", Speech(1280, 32, 20, 1500), new BeatsConfig(),
        new AudioBridgeConfig(1280, 768, 5120, new QFormerConfig(), new FusionWindows()), 30);

    /// <summary>Small enough to try the code.</summary>
    public static FrontEndShape Tiny { get; } = new(
        "tiny front end", Speech(32, 2, 4, 150), new BeatsConfig { PatchWidth = 16, Width = 24, Layers = 2, Heads = 4, FeedForward = 48, PositionTaps = 16, PositionGroups = 4, Buckets = 32, MaxDistance = 80 },
        new AudioBridgeConfig(32, 24, 48, new QFormerConfig(32, 4, 64, 2, 56), new FusionWindows()), 3);

    /// <summary>Filter-bank frames of the clip.</summary>
    public long FbankFrames => 1 + ((Seconds * 16000L) - 400) / 160;

    /// <summary>Multiply-adds of the whole, times two, in GFLOP. Norms, activations and biases are not counted.</summary>
    public double Gflop => 1e-9 * (WhisperFlop() + BeatsFlop() + BridgeFlop());

    /// <summary>Of the speech encoder, in FLOP.</summary>
    public double WhisperFlop()
    {
        double frames = Whisper.AudioPositions, width = Whisper.Width;
        return (2 * 2 * frames * width * Whisper.MelBins * 3) + (2 * frames * width * width * 3)
            + (Whisper.EncoderLayers * ((2 * frames * width * ((4 * width) + (2 * Whisper.EncoderHidden))) + (4 * frames * frames * width)));
    }

    /// <summary>Of the audio encoder, in FLOP.</summary>
    public double BeatsFlop()
    {
        double tokens = Beats.TokenCount(FbankFrames), width = Beats.Width;
        return (2 * tokens * Beats.PatchWidth * Beats.PatchSize * Beats.PatchSize) + (2 * tokens * Beats.PatchWidth * width)
            + (2 * tokens * width * (width / Beats.PositionGroups) * Beats.PositionTaps)
            + (Beats.Layers * ((2 * tokens * width * ((4 * width) + (2 * Beats.FeedForward))) + (4 * tokens * tokens * width)));
    }

    /// <summary>Of windows, Q-Former and projection, in FLOP.</summary>
    public double BridgeFlop()
    {
        var q = Bridge.QFormer;
        double windows = Bridge.Windows.Count(Math.Max(Whisper.AudioPositions, Beats.TokenCount(FbankFrames)));
        double seen = windows * Bridge.Windows.Kernel, drawn = windows * q.Queries, width = q.Hidden;
        var layer = (2 * drawn * width * ((6 * width) + (2 * q.FeedForward))) + (2 * seen * q.EncoderWidth * 2 * width)
            + (4 * drawn * width * (q.Queries + Bridge.Windows.Kernel));
        return (q.Layers * layer) + (2 * drawn * width * Bridge.OutputWidth);
    }

    private static WhisperConfig Speech(int width, int layers, int heads, int positions) => new()
    {
        VocabularySize = 1, MelBins = 80, Width = width, EncoderLayers = layers, EncoderHeads = heads, EncoderHidden = 4 * width,
        DecoderLayers = 1, DecoderHeads = 1, DecoderHidden = 1, AudioPositions = positions, TextPositions = 1,
    };
}
