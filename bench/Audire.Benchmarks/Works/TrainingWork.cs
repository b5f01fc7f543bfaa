using System.Globalization;
using Audire.Benchmarks.Limits;
using Audire.Benchmarks.Peers;
using Audire.Models.Runtime;
using TorchSharp;

namespace Audire.Benchmarks.Works;

/// <summary>Training steps: a tiny transformer in full beside PyTorch, and an adapter over the SmolLM2 shape beside the processor's limit.</summary>
internal static class TrainingWork
{
    private const int StepsASample = 5;
    private const int SomeLayers = 8; // of 30

    public static IEnumerable<Measurement> Run(Settings settings)
    {
        FreedMemory.Keep();
        foreach (var threads in settings.Threads) yield return Tiny(settings, threads);
    }

    public static IEnumerable<Measurement> Lora(Settings settings)
    {
        FreedMemory.Keep();
        torch.zeros(1).Dispose(); // libraries are loaded, and are no part of what a step takes
        var fresh = Memory.ResidentBytes();
        foreach (var threads in settings.Threads)
            foreach (var checkpointed in new[] { int.MaxValue, SomeLayers, 0 }) // the smaller first: what a process has had it keeps
                foreach (var row in Adapter(settings, threads, checkpointed, fresh)) yield return row;
    }

    private static Measurement Tiny(Settings settings, int threads)
    {
        torch.set_num_threads(threads);
        using var net = new TinyTransformer();
        var (ours, peer) = Pairs.Take(settings.Pairs, Sample, () => TorchTraining.Step(threads, StepsASample));
        var rate = TinyTransformer.Operations * 1e-6 / Measurement.Median(ours);
        return new Measurement(
            "training step, tiny transformer (4 layers, 256 wide, 8 x 256 tokens), AdamW", threads, "ms", false, ours, peer, "python3-torch, tuned",
            string.Create(CultureInfo.InvariantCulture, $"{rate:f0} GFLOP/s"));

        double Sample() => Measurement.Median([.. Enumerable.Range(0, StepsASample).Select(_ => 1000 * Pairs.Seconds(() => net.Step()))]);
    }

    private static IEnumerable<Measurement> Adapter(Settings settings, int threads, int checkpointed, long fresh)
    {
        torch.set_num_threads(threads);
        using var training = new LoraTraining(settings.SmolLm, checkpointed);
        FreedMemory.Return(); // what packing the weights took, and the row before
        Memory.ForgetPeak();
        var (ours, limit) = Pairs.Take(settings.Pairs, () => training.Operations * 1e-9 / Pairs.Seconds(() => training.Step()), () => ComputePeak.Measure(threads));
        var how = checkpointed switch
        {
            0 => "activations kept",
            int.MaxValue => "activations computed again",
            _ => $"activations of {checkpointed} layers computed again",
        };
        yield return new Measurement(
            $"LoRA step, SmolLM2-135M, 8 x 128 tokens, {how}", threads, "GFLOP/s", true, ours, limit, "FMA peak",
            checkpointed > 0 ? "the second forward is not counted as work" : "");
        var above = (Memory.PeakBytes() - fresh - training.WeightBytes) / 1e6;
        yield return new Measurement($"the same, peak resident above the weights, {how}", threads, "MB", false, [above], [checkpointed == int.MaxValue ? 800 : 1500], "the limit");
    }
}
