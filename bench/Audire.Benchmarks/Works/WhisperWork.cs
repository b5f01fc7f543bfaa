using Audire.Benchmarks.Limits;
using Audire.Benchmarks.Peers;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Network;
using TorchSharp;

namespace Audire.Benchmarks.Works;

/// <summary>Whisper base: one 30-second window through the encoder, and one token after another through the decoder.</summary>
internal static class WhisperWork
{
    /// <summary>Multiply-adds of one window, times two, in GFLOP: two convolutions and six blocks over 1,500 frames of 512.</summary>
    private static readonly double EncoderGflop = 1e-9 * (
        (2.0 * 3000 * 512 * 80 * 3) + (2.0 * 1500 * 512 * 512 * 3)
        + (6 * ((2.0 * 1500 * 512 * 512 * 4) + (2.0 * 1500 * 512 * 2048 * 2) + (2.0 * 1500 * 1500 * 512 * 2))));

    private const int Tokens = 64;

    public static IEnumerable<Measurement> Run(Settings settings)
    {
        var peer = settings.Peers is null ? null : new WhisperBench(settings);
        foreach (var threads in settings.Threads)
        {
            using var gradients = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            using var model = WhisperModel.Load(settings.WhisperFolder, new WhisperModelOptions { DecoderType = WeightType.F16 });
            torch.set_num_threads(threads); // loading sets its own
            var mel = torch.randn(1, 80, 3000);
            double Encode() => 1000 * Pairs.Seconds(() => model.Network.Encoder.Forward(mel).Dispose());
            double Decode() => 1000 * Pairs.Seconds(() => Write(model)) / Tokens;

            var (times, peaks) = Pairs.Take(settings.Pairs, Encode, () => ComputePeak.Measure(threads));
            yield return new Measurement($"Whisper base encoder, 30 s ({EncoderGflop:f0} GFLOP), f32", threads, "GFLOP/s", true,
                [.. times.Select(ms => EncoderGflop / ms * 1000)], peaks, "FMA peak");
            if (peer is null) continue;
            var theirs = new List<double>();
            var (encode, peerEncode) = Pairs.Take(settings.Pairs, Encode, () =>
            {
                var both = peer.Run(threads);
                theirs.Add(both.Decode);
                return both.Encode;
            });
            yield return new Measurement("Whisper base encoder, 30 s", threads, "ms", false, encode, peerEncode, "whisper.cpp F16");
            var (decode, peerDecode) = Pairs.Take(settings.Pairs, Decode, () => peer.Run(threads).Decode);
            yield return new Measurement("Whisper base decoder, one token, greedy, F16 weights", threads, "ms", false, decode, peerDecode, "whisper.cpp F16");
        }
    }

    private static void Write(WhisperModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var memory = Memory(model);
        using var state = new DecoderState(model.Network.Decoder, memory);
        var next = model.Vocabulary.StartOfTranscript;
        for (var i = 0; i < Tokens; i++)
        {
            using var logits = state.Step([next]);
            next = (int)logits.argmax().item<long>();
        }
    }

    private static readonly Dictionary<WhisperModel, torch.Tensor> Encoded = [];

    private static AudioMemory Memory(WhisperModel model)
    {
        if (!Encoded.TryGetValue(model, out var encoded))
            Encoded[model] = encoded = torch.randn(1, 1500, model.Config.Width).DetachFromDisposeScope();
        return model.Network.Decoder.Hear(encoded);
    }
}
