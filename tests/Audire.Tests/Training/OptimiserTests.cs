using System.Text.Json;
using Audire.Tests.Support;
using Audire.Training.Optimisation;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>The optimiser against torch's recorded steps (fixtures/llm, adamw) and the reference's own training (fixtures/salmonn).</summary>
public sealed class OptimiserTests
{
    private const double Tolerance = 2e-6;

    [Fact]
    public void Every_recorded_case_agrees_step_by_step()
    {
        using var document = Fixtures.Json("llm", "adamw.json");
        using var recorded = new FixtureTensors(Fixtures.Require("llm", "adamw.safetensors"));
        foreach (var entry in document.RootElement.GetProperty("cases").EnumerateArray()) Replay(entry, recorded);
    }

    [Fact]
    public void Gradients_of_the_reference_training_give_its_weights()
    {
        foreach (var folder in Directory.EnumerateDirectories(Fixtures.Require("salmonn")).Where(folder => File.Exists(Path.Combine(folder, "train.safetensors"))))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            using var scope = NewDisposeScope();
            using var train = new FixtureTensors(Path.Combine(folder, "train.safetensors"));
            using var first = new FixtureTensors(Path.Combine(folder, "grads.safetensors"));
            using var weights = new FixtureTensors(Path.Combine(folder, "ckpt", "salmonn.safetensors"));
            var scalars = document.RootElement.GetProperty("scalars").GetProperty("train");
            var names = first.Names.ToArray();
            var leaves = names.ToDictionary(name => name, name => weights[name].clone().requires_grad_(), StringComparer.Ordinal);
            using var optimiser = new AdamW(leaves, new AdamWSettings());
            var step = 0;
            foreach (var recordedStep in scalars.GetProperty("steps").EnumerateArray())
            {
                step++;
                if (!train.Has($"grad{step}.{names[0]}") && step > 1) break;
                foreach (var name in names) leaves[name].grad = train.Has($"grad{step}.{name}") ? train[$"grad{step}.{name}"].clone() : first[name].clone();
                optimiser.Step(recordedStep.GetProperty("lr").GetDouble());
                foreach (var name in names.Where(name => train.Has($"w{step}.{name}"))) TensorAssert.Close(train[$"w{step}.{name}"], leaves[name], 1e-6, $"{Path.GetFileName(folder)} step {step} {name}");
            }
            Assert.True(step > 0);
            Assert.Equal(Names(scalars, "decayed"), optimiser.Decayed);
        }
    }

    [Fact]
    public void State_goes_through_copies_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Leaves(), Leaves());
        using var first = new AdamW(a, new AdamWSettings());
        using var second = new AdamW(b, new AdamWSettings());
        for (var step = 0; step < 3; step++) Advance(a, first, step);
        foreach (var (name, tensor) in first.State) second.State[name].copy_(tensor);
        using (no_grad())
            foreach (var (name, tensor) in a) b[name].copy_(tensor);
        Advance(a, first, 3);
        Advance(b, second, 3);
        foreach (var (name, tensor) in a) Assert.True(tensor.Equals(b[name]), name);
    }

    private static Dictionary<string, Tensor> Leaves() => new(StringComparer.Ordinal) { ["w"] = ones(3, 2).requires_grad_(), ["b.bias"] = ones(3).requires_grad_() };

    private static void Advance(Dictionary<string, Tensor> leaves, AdamW optimiser, int step)
    {
        foreach (var (name, leaf) in leaves)
        {
            using var generator = new Generator((ulong)(step * 31 + name.Length), CPU);
            leaf.grad = randn(leaf.shape, generator: generator);
        }
        optimiser.Step(1e-2);
    }

    private static void Replay(JsonElement entry, FixtureTensors recorded)
    {
        using var scope = NewDisposeScope();
        var name = entry.GetProperty("name").GetString()!;
        var decay = entry.GetProperty("weight_decay").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble(), StringComparer.Ordinal);
        var betas = entry.GetProperty("betas");
        var settings = new AdamWSettings
        {
            Beta1 = betas[0].GetDouble(),
            Beta2 = betas[1].GetDouble(),
            Epsilon = entry.GetProperty("eps").GetDouble(),
            WeightDecay = decay.Values.Max(),
        };
        var leaves = decay.Keys.ToDictionary(key => key, key => recorded[$"{name}.start.{key}"].clone().requires_grad_(), StringComparer.Ordinal);
        using var optimiser = new AdamW(leaves, settings, (key, _) => decay[key] > 0);
        double? limit = entry.GetProperty("clip_norm") is { ValueKind: JsonValueKind.Number } clip ? clip.GetDouble() : null;
        var norms = entry.GetProperty("norms_before_clipping").EnumerateArray().Select(norm => norm.GetDouble()).ToArray();
        var rates = entry.GetProperty("lr").EnumerateArray().Select(rate => rate.GetDouble()).ToArray();
        for (var step = 1; step <= rates.Length; step++)
        {
            foreach (var (key, leaf) in leaves) leaf.grad = recorded.Has($"{name}.grad{step}.{key}") ? recorded[$"{name}.grad{step}.{key}"].clone() : null;
            var norm = Gradients.Clip(leaves, limit);
            if (norms.Length > 0) Assert.Equal(norms[step - 1], norm, norms[step - 1] * 1e-5);
            optimiser.Step(rates[step - 1]);
            foreach (var (key, leaf) in leaves) TensorAssert.Close(recorded[$"{name}.step{step}.{key}"], leaf, Tolerance, $"{name} step {step} {key}");
        }
        foreach (var key in leaves.Keys)
        {
            Relative(recorded[$"{name}.exp_avg.{key}"], optimiser.State["mean." + key], $"{name} exp_avg {key}");
            Relative(recorded[$"{name}.exp_avg_sq.{key}"], optimiser.State["square." + key], $"{name} exp_avg_sq {key}");
        }
    }

    private static void Relative(Tensor expected, Tensor actual, string what) =>
        TensorAssert.Close(expected, actual, Tolerance * Math.Max(1, expected.abs().max().item<float>()), what);

    private static IReadOnlyList<string> Names(JsonElement scalars, string key) =>
        [.. scalars.GetProperty(key).EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal)];
}
