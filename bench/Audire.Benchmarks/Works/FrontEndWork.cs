using Audire.Benchmarks.Limits;
using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;
using static TorchSharp.torch;

namespace Audire.Benchmarks.Works;

/// <summary>SALMONN's way from features to embeddings with synthetic weights, each part and the whole, beside the processor's limit.</summary>
internal static class FrontEndWork
{
    public static IEnumerable<Measurement> Run(Settings settings)
    {
        var shape = settings.Tiny ? FrontEndShape.Tiny : FrontEndShape.Full;
        foreach (var threads in settings.Threads)
        {
            set_num_threads(threads);
            using var gradients = no_grad();
            using var scope = NewDisposeScope();
            using var parts = new FrontEnd(shape);
            var (mel, fbank) = (randn(1, 80, 2 * shape.Whisper.AudioPositions), randn(1, shape.FbankFrames, shape.Beats.MelBins));
            var (speech, audio) = (parts.Speech.Forward(mel), parts.Audio.Forward(fbank));
            yield return Row("the whole", shape.Gflop, () => parts.Bridge.Forward(parts.Speech.Forward(mel), parts.Audio.Forward(fbank)));
            yield return Row("Whisper's encoder alone", 1e-9 * shape.WhisperFlop(), () => parts.Speech.Forward(mel));
            yield return Row("BEATs alone", 1e-9 * shape.BeatsFlop(), () => parts.Audio.Forward(fbank));
            yield return Row("windows, Q-Former, projection alone", 1e-9 * shape.BridgeFlop(), () => parts.Bridge.Forward(speech, audio));

            Measurement Row(string part, double gflop, Func<Tensor> work)
            {
                var (rates, peaks) = Pairs.Take(settings.Pairs, () => gflop / Pairs.Seconds(() => Once(work)), () => ComputePeak.Measure(threads));
                return new Measurement($"{shape.Name}, {shape.Seconds} s: {part} ({gflop:f0} GFLOP), f32", threads, "GFLOP/s", true, rates, peaks, "FMA peak");
            }
        }
    }

    private static void Once(Func<Tensor> work)
    {
        using var scope = NewDisposeScope();
        work();
    }

    /// <summary>The three parts with weights drawn from a seed.</summary>
    private sealed class FrontEnd : IDisposable
    {
        private readonly WeightSet _bridge;

        public FrontEnd(FrontEndShape shape)
        {
            var shapesOnly = new WeightOptions { ShapesOnly = true };
            using (var shapes = WhisperEncoder.Build(Source(null), shape.Whisper, shapesOnly)) Speech = WhisperEncoder.Build(Source(shapes.Set), shape.Whisper);
            using (var shapes = BeatsModel.Build(Source(null), shape.Beats, shapesOnly))
                Audio = BeatsModel.Build(new InitialWeights(shapes.Set.Shapes, BeatsInitialValues.For(shape.Beats)), shape.Beats);
            var listed = Weights.From(Source(null), shapesOnly);
            _ = new AudioBridge(listed, shape.Bridge);
            using (var shapes = listed.Complete())
            {
                var weights = Weights.From(Source(shapes));
                Bridge = new AudioBridge(weights, shape.Bridge);
                _bridge = weights.Complete();
            }
        }

        public WhisperEncoder Speech { get; }

        public BeatsModel Audio { get; }

        public AudioBridge Bridge { get; }

        public void Dispose()
        {
            Speech.Dispose();
            Audio.Dispose();
            _bridge.Dispose();
        }

        private static InitialWeights Source(WeightSet? shapes) => new(shapes?.Shapes ?? new Dictionary<string, long[]>(StringComparer.Ordinal));
    }
}
