using System.Diagnostics;
using Audire.Audio;
using Audire.Benchmarks.Limits;
using Audire.Benchmarks.Peers;
using Audire.Benchmarks.Synthetic;
using TorchSharp;

namespace Audire.Benchmarks.Works;

/// <summary>SALMONN's 7B shape with random weights at 4 bits: one clip of 30 s from samples to answer, its memory, and how near its parts come to the machine's limits.</summary>
internal static class SalmonnWork
{
    private const int QuestionTokens = 30;
    private const int Written = 48;
    private const double MostGigabytes = 6.5;

    public static IEnumerable<Measurement> Run(Settings settings)
    {
        var shape = settings.Tiny ? SalmonnShape.Tiny : SalmonnShape.SevenBillion;
        if (settings.Layers is { } layers) shape = shape.With(layers);
        torch.set_num_threads(settings.Threads[^1]);
        using var model = new RandomSalmonn(shape);
        var loaded = Resident();
        using var scope = torch.NewDisposeScope();
        var clip = Clip(shape.FrontEnd.Seconds);
        var heard = model.Hear(clip);
        model.Answer(heard, QuestionTokens, Written);
        yield return new Measurement($"{shape.Name}, int4, resident after an answer about {shape.FrontEnd.Seconds} s", settings.Threads[^1], "GB", false, [Resident()], [MostGigabytes], "the limit",
            $"{loaded:f2} GB loaded, {Peak():f2} GB at most, loading included");

        foreach (var threads in settings.Threads)
        {
            torch.set_num_threads(threads);
            var (hearing, peak) = Pairs.Take(Math.Min(settings.Pairs, 3), () => shape.FrontEnd.Gflop / Pairs.Seconds(() => model.Hear(clip).Dispose()), () => ComputePeak.Measure(threads));
            yield return new Measurement($"{shape.Name}, from samples to embeddings, encoders in int8 and f16", threads, "GFLOP/s", true, hearing, peak, "FMA peak",
                $"{shape.FrontEnd.Gflop / Measurement.Median(hearing):f1} s for {shape.FrontEnd.Seconds} s of sound");
            var gigabytes = model.Decoder.BytesPerToken * 1e-9;
            var (decoding, bandwidth) = Pairs.Take(settings.Pairs, () => Written / model.Answer(heard, QuestionTokens, Written).Writing, () => ReadBandwidth.Measure(threads) / gigabytes);
            yield return new Measurement($"{shape.Name}, int4 decode behind sound and question", threads, "tokens/s", true, decoding, bandwidth, "the read bandwidth", $"{gigabytes:f2} GB of weights a token");
            if (settings.Peers is not null) yield return BesideLlama(settings, shape, threads, () => Written / model.Answer(heard, QuestionTokens, Written).Writing);
        }

        model.ReleaseEncoders();
        model.Answer(heard, QuestionTokens, Written);
        // The limits' own measurements hold a quarter of a gigabyte by now.
        yield return new Measurement($"{shape.Name}, int4, resident after another answer, encoders freed before it", settings.Threads[^1], "GB", false, [Resident() - ReadBandwidth.Gigabytes], [MostGigabytes], "the limit");
    }

    private static Measurement BesideLlama(Settings settings, SalmonnShape shape, int threads, Func<double> ours)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audire-{Environment.ProcessId}-Q4_0.gguf");
        try
        {
            LlamaGgufFile.Write(file, shape.Decoder);
            var peer = new LlamaBench(settings);
            var (left, right) = Pairs.Take(Math.Min(settings.Pairs, 3), ours, () => peer.DecodeFile(file, Written, threads));
            return new Measurement($"{shape.Name}, int4 decode", threads, "tokens/s", true, left, right, "llama.cpp Q4_0", "random weights on both sides");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static AudioClip Clip(int seconds)
    {
        var samples = new float[seconds * AudioClip.SpeechRate];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.2f * MathF.Sin(i * 0.05f * (1 + (i / 90000f)));
        return AudioClip.Mono(samples, AudioClip.SpeechRate);
    }

    private static double Resident()
    {
        GC.Collect();
        using var me = Process.GetCurrentProcess();
        return me.WorkingSet64 * 1e-9;
    }

    private static double Peak()
    {
        using var me = Process.GetCurrentProcess();
        return me.PeakWorkingSet64 * 1e-9;
    }
}
