using Audire.Benchmarks.Limits;
using Audire.Benchmarks.Peers;
using Audire.Models.Llama;
using Audire.Models.Nn;
using TorchSharp;

namespace Audire.Benchmarks.Works;

/// <summary>SmolLM2-135M: reading prompts and writing tokens, in each weight type beside llama.cpp's nearest.</summary>
internal static class LlamaWork
{
    private const int Written = 64;

    private static readonly string[] PeerFormats = ["F32", "F16", "Q8_0", "Q4_0"];

    public static IEnumerable<Measurement> Prefill(Settings settings)
    {
        var peer = new LlamaBench(settings);
        foreach (var threads in settings.Threads)
            foreach (var length in new[] { 128, 512 })
            {
                torch.set_num_threads(threads);
                using var single = LlamaModel.Load(settings.SmolLm);
                var (ours, theirs) = Pairs.Take(settings.Pairs, () => Read(single, length), () => peer.Prefill("F32", length, threads));
                yield return new Measurement($"Llama prefill, SmolLM2-135M, {length} tokens, f32", threads, "tokens/s", true, ours, theirs, "llama.cpp F32");

                using var half = LlamaModel.Load(settings.SmolLm, new WeightOptions { Type = WeightType.BF16 });
                var quick = Read(half, length) > Read(single, length) ? half : single;
                var rival = PeerFormats.MaxBy(format => peer.Prefill(format, length, threads))!;
                (ours, theirs) = Pairs.Take(settings.Pairs, () => Read(quick, length), () => peer.Prefill(rival, length, threads));
                yield return new Measurement($"Llama prefill, SmolLM2-135M, {length} tokens, best of each ({quick.Type})", threads, "tokens/s", true, ours, theirs, $"llama.cpp {rival}");
            }
    }

    public static IEnumerable<Measurement> Decode(Settings settings)
    {
        var peer = new LlamaBench(settings);
        foreach (var threads in settings.Threads)
            foreach (var (type, format) in new[] { (WeightType.F16, "F16"), (WeightType.BF16, "F16"), (WeightType.Int8, "Q8_0"), (WeightType.Int4, "Q4_0") })
            {
                torch.set_num_threads(threads);
                using var model = LlamaModel.Load(settings.SmolLm, new WeightOptions { Type = type });
                var (ours, theirs) = Pairs.Take(settings.Pairs, () => Write(model), () => peer.Decode(format, Written, threads));
                var gigabytes = model.BytesPerToken * 1e-9;
                var limit = ReadBandwidth.Measure(threads);
                yield return new Measurement($"Llama decode, SmolLM2-135M, {type}", threads, "tokens/s", true, ours, theirs, $"llama.cpp {format}",
                    $"{gigabytes * 1000:f0} MB of weights a token: {gigabytes * Measurement.Median(ours) / limit:p0} of {limit:f0} GB/s");
            }
    }

    /// <summary>Tokens a second reading a prompt of a length, which is read once before it is timed, as the peer does.</summary>
    private static double Read(LlamaModel model, int length)
    {
        var ids = Enumerable.Range(0, length).Select(i => 100 + (i * 37 % 40_000)).ToArray();
        Once();
        return length / Pairs.Seconds(Once);

        void Once()
        {
            using var scope = torch.NewDisposeScope();
            using var state = model.Start();
            state.Prefill(ids);
        }
    }

    /// <summary>Tokens a second writing from an empty context, best token each time; one is written before they are timed, as the peer does.</summary>
    private static double Write(LlamaModel model)
    {
        Some(1);
        return Written / Pairs.Seconds(() => Some(Written));

        void Some(int count)
        {
            using var scope = torch.NewDisposeScope();
            using var state = model.Start();
            var next = 1;
            for (var i = 0; i < count; i++)
            {
                using var logits = state.Step([next]);
                next = (int)logits.argmax().item<long>();
            }
        }
    }
}
