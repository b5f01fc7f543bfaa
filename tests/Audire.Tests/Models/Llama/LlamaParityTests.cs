using Audire.Models.Llama;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Llama;

/// <summary>Decoders against recorded activations, logits and caches (fixtures/llm, tolerances of its README).</summary>
public sealed class LlamaParityTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Activations_and_logits_are_the_recorded_ones() => EachCase((@case, model) =>
    {
        var recorded = @case.Tensors;
        var seen = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using var gradients = no_grad();
        var ids = recorded["ids"];
        using var state = model.Start((int)ids.shape[0], tap: (site, value) =>
        {
            seen[site] = value.clone().MoveToOuterDisposeScope().DetachFromDisposeScope();
            return value;
        });
        var embeddings = model.Embed(ids);
        Close("embeddings", embeddings);
        var hidden = state.Read(embeddings);
        Close("final_norm", hidden);
        Close("logits", model.Logits(hidden));
        for (var layer = 0; layer < @case.Config.Layers; layer++)
        {
            Close($"layer{layer}.attn_out", seen[$"layers.{layer}.self_attn"]);
            Close($"layer{layer}.mlp_out", seen[$"layers.{layer}.mlp"]);
            Close($"layer{layer}.out", seen[$"layers.{layer}"]);
            var (queries, keys) = (@case.Config.Heads * @case.Config.HeadWidth, @case.Config.KeyValueHeads * @case.Config.HeadWidth);
            var joint = seen[$"layers.{layer}.self_attn.qkv_proj"];
            Close($"layer{layer}.q_proj", joint.narrow(2, 0, queries));
            Close($"layer{layer}.k_proj", joint.narrow(2, queries, keys));
            Close($"layer{layer}.v_proj", joint.narrow(2, queries + keys, keys));
            Cached($"cache.k{layer}", Halves(state.CachedKeys(layer)));
            Cached($"cache.v{layer}", state.CachedValues(layer));
        }

        foreach (var tensor in seen.Values) tensor.Dispose();

        void Close(string name, Tensor actual)
        {
            if (recorded.Has(name)) TensorAssert.Close(recorded[name], actual, Tolerance, $"{@case.Name}: {name}");
        }

        // A sliding window's reference keeps the last positions only.
        void Cached(string name, Tensor actual)
        {
            if (!recorded.Has(name)) return;
            var expected = recorded[name];
            TensorAssert.Close(expected, actual.narrow(2, actual.shape[2] - expected.shape[2], expected.shape[2]), Tolerance, $"{@case.Name}: {name}");
        }
    });

    [Fact]
    public void Files_of_other_formats_hold_the_same_model()
    {
        var folder = Fixtures.Require("llm");
        var files = DecoderCase.Twins(folder).ToList();
        Assert.SkipWhen(files.Count == 0, $"{folder} holds no model a second time, as GGUF or as a folder.");
        using var gradients = no_grad();
        foreach (var (path, of) in files)
        {
            using var scope = NewDisposeScope();
            using var @case = DecoderCase.Open(of);
            using var model = LlamaModel.Load(path);
            using var state = model.Start((int)@case.Tensors["ids"].shape[0]);
            TensorAssert.Close(@case.Tensors["logits"], model.Logits(state.Read(model.Embed(@case.Tensors["ids"]))), Tolerance, $"{Path.GetFileName(path)}: logits");
        }
    }

    [Fact]
    public void Rotary_frequencies_are_the_recorded_ones() => EachCase((@case, _) =>
    {
        if (!@case.Tensors.Has("rope.inv_freq")) return;
        var frequencies = tensor(RotaryEmbedding.Frequencies(@case.Config), ScalarType.Float32);
        TensorAssert.Close(@case.Tensors["rope.inv_freq"], frequencies, 1e-6, $"{@case.Name}: inverse frequencies");
        if (!@case.Tensors.Has("rope.cos")) return;
        using var rotary = new RotaryEmbedding(@case.Config, CPU);
        var cosines = @case.Tensors["rope.cos"];
        var turns = rotary.At(0, cosines.shape[0]).squeeze(1);
        TensorAssert.Close(cosines, turns.real.repeat(1, 2), 1e-5, $"{@case.Name}: cosines");
        TensorAssert.Close(@case.Tensors["rope.sin"], turns.imag.repeat(1, 2), 1e-5, $"{@case.Name}: sines");
    });

    [Fact]
    public void Reading_in_pieces_gives_what_reading_at_once_gives() => EachCase((@case, model) =>
    {
        using var gradients = no_grad();
        var ids = @case.Tensors["ids"];
        var expected = @case.Tensors["logits"];
        using var state = model.Start((int)ids.shape[0]);
        var start = 0L;
        foreach (var count in new long[] { 3, 4 }.Concat(Enumerable.Repeat(1L, 1 << 10)))
        {
            var size = Math.Min(count, ids.shape[1] - start);
            if (size <= 0) break;
            var logits = model.Logits(state.Read(model.Embed(ids.narrow(1, start, size))));
            TensorAssert.Close(expected.narrow(1, start, size), logits, Tolerance, $"{@case.Name}: logits from {start}");
            start += size;
        }
    });

    [Fact]
    public void What_a_state_hands_out_can_be_kept_for_a_backward_pass() => EachCase((@case, model) =>
    {
        using var state = model.Start();
        var hidden = state.Read(model.Embed(@case.Tensors["ids"].narrow(0, 0, 1)));
        var logits = state.Step([1]);
        foreach (var given in new[] { hidden, logits })
        {
            var weights = ones_like(given).requires_grad_();
            (given * weights).sum().backward();
            TensorAssert.Close(given, weights.grad!, 0, @case.Name);
        }
    });

    [Fact]
    public void Rows_padded_on_the_left_read_as_if_alone() => EachCase((@case, model) =>
    {
        if (!@case.Tensors.Has("leftpad.ids")) return;
        using var gradients = no_grad();
        var ids = @case.Tensors["leftpad.ids"];
        var mask = @case.Tensors["leftpad.mask"];
        var padding = Enumerable.Range(0, (int)ids.shape[0]).Select(row => (int)(mask.shape[1] - mask[row].sum().item<long>())).ToArray();
        using var state = model.Start((int)ids.shape[0], padding);
        var logits = model.Logits(state.Read(model.Embed(ids)));
        for (var row = 0; row < padding.Length; row++)
            TensorAssert.Close(@case.Tensors["leftpad.logits"][row].narrow(0, padding[row], ids.shape[1] - padding[row]),
                logits[row].narrow(0, padding[row], ids.shape[1] - padding[row]), Tolerance, $"{@case.Name}: row {row}");
    });

    [Fact]
    public void Reordering_and_forking_continue_the_chosen_rows() => EachCase((@case, model) =>
    {
        using var scope = NewDisposeScope();
        using var state = model.Start();
        state.Prefill([5, 9, 3]);
        state.Reorder([0, 0, 0]);
        var three = state.Step([7, 8, 9]);
        using var fork = state.Fork();
        state.Reorder([2, 0]);
        var two = state.Step([1, 1]);
        var unchanged = fork.Step([1, 1, 1]);
        TensorAssert.Close(unchanged[2], two[0], Tolerance, $"{@case.Name}: row 2");
        TensorAssert.Close(unchanged[0], two[1], Tolerance, $"{@case.Name}: row 0");
        using var alone = model.Start();
        TensorAssert.Close(three[1], alone.Prefill([5, 9, 3, 8])[0], Tolerance, $"{@case.Name}: alone");
    });

    private static Tensor Halves(Tensor pairs) =>
        pairs.view([.. pairs.shape[..^1], pairs.shape[^1] / 2, 2]).transpose(-1, -2).reshape(pairs.shape);

    private static void EachCase(Action<DecoderCase, LlamaModel> check)
    {
        foreach (var path in DecoderCase.Paths())
        {
            using var scope = NewDisposeScope();
            using var @case = DecoderCase.Open(path);
            using var model = @case.Build();
            check(@case, model);
        }
    }
}
