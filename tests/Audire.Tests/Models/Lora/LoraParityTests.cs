using System.Globalization;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Lora;

/// <summary>The adapter against recorded logits, deltas, gradients and merged weights (fixtures/llm, tolerances of its README).</summary>
public sealed class LoraParityTests
{
    private const double Weights = 1e-5;
    private const double Logits = 1e-4;

    [Fact]
    public void Logits_at_every_recorded_scale_agree_with_and_without_a_cache()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        var scales = @case.Recorded.Names.Where(name => name.StartsWith("logits.scale", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(scales);
        foreach (var name in scales)
        {
            var use = @case.Adapter.At(double.Parse(name["logits.scale".Length..], CultureInfo.InvariantCulture));
            TensorAssert.Close(@case.Recorded[name], @case.Model.Logits(@case.Model.Forward(@case.Model.Embed(@case.Ids), lora: use)), Logits, name);
            using var state = @case.Model.Start((int)@case.Ids.shape[0], lora: use);
            var first = @case.Model.Logits(state.Read(@case.Model.Embed(@case.Ids.narrow(1, 0, 4))));
            using var fork = state.Fork();
            var rest = @case.Model.Logits(fork.Read(@case.Model.Embed(@case.Ids.narrow(1, 4, @case.Ids.shape[1] - 4))));
            TensorAssert.Close(@case.Recorded[name], cat([first, rest], 1), Logits, name + " over a cache");
        }
    }

    [Fact]
    public void Scale_zero_is_the_bare_model_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        var embeddings = @case.Model.Embed(@case.Ids);
        Assert.True(@case.Model.Forward(embeddings).eq(@case.Model.Forward(embeddings, lora: @case.Adapter.At(0))).all().item<bool>());
        using var bare = @case.Model.Start((int)@case.Ids.shape[0]);
        using var none = @case.Model.Start((int)@case.Ids.shape[0], lora: @case.Adapter.At(0));
        Assert.True(bare.Read(embeddings).eq(none.Read(embeddings)).all().item<bool>());
    }

    [Fact]
    public void The_first_layers_query_and_its_change_are_the_recorded_ones()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        var width = @case.Model.Config.Heads * @case.Model.Config.HeadWidth;
        var bare = Query(null);
        TensorAssert.Close(@case.Recorded["layer0.q_output"], Query(@case.Adapter.At()), Logits, "query");
        TensorAssert.Close(@case.Recorded["layer0.q_delta"], Query(@case.Adapter.At()) - bare, Logits, "change");
        var pair = @case.Adapter.Pair(0, "q_proj")!;
        var input = @case.Recorded["layer0.q_input"];
        TensorAssert.Close(@case.Recorded["layer0.q_delta"], input.matmul(pair.Down.t()).matmul(pair.Up.t()) * @case.Adapter.Scaling, Logits, "B·A·x");

        Tensor Query(LoraUse? use)
        {
            Tensor? seen = null;
            @case.Model.Forward(@case.Model.Embed(@case.Ids), lora: use, tap: (site, value) =>
            {
                if (site == "layers.0.self_attn.qkv_proj") seen = value.narrow(2, 0, width).clone().DetachFromDisposeScope();
                return value;
            });
            return seen!;
        }
    }

    [Fact]
    public void Merged_weights_and_their_logits_agree_and_reverting_is_exact()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        using var gradients = no_grad();
        var embeddings = @case.Model.Embed(@case.Ids);
        var before = @case.Model.Forward(embeddings);
        var originals = Products(@case).ToDictionary(product => product.Key, product => product.Value.clone(), StringComparer.Ordinal);
        using (@case.Model.Merge(@case.Adapter.At()))
        {
            foreach (var name in @case.Recorded.Names.Where(name => name.StartsWith("merged.", StringComparison.Ordinal)))
                TensorAssert.Close(@case.Recorded[name], Products(@case)[name["merged.".Length..]], Weights, name);
            TensorAssert.Close(@case.Recorded["logits.merged"], @case.Model.Logits(@case.Model.Forward(embeddings)), Logits, "merged");
        }

        Assert.True(before.eq(@case.Model.Forward(embeddings)).all().item<bool>());
        foreach (var (name, weight) in Products(@case)) Assert.True(originals[name].eq(weight).all().item<bool>(), name);
    }

    [Fact]
    public void Packed_weights_take_an_adapter_beside_them_and_refuse_a_merge()
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase(WeightType.Int8);
        using var state = @case.Model.Start((int)@case.Ids.shape[0], lora: @case.Adapter.At(1));
        var logits = @case.Model.Logits(state.Read(@case.Model.Embed(@case.Ids)));
        TensorAssert.Close(@case.Recorded["logits.scale1"], logits, 1, "8 bits"); // weights and rows are rounded to 8 bits: near, no more
        Assert.Contains("F32", Assert.Throws<InvalidOperationException>(() => @case.Model.Merge(@case.Adapter.At())).Message, StringComparison.Ordinal);
    }

    // The adapted parts of the fused products, by the checkpoint's names.
    private static Dictionary<string, Tensor> Products(LoraCase @case)
    {
        var products = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var config = @case.Model.Config;
        var (queries, keys) = (config.Heads * config.HeadWidth, config.KeyValueHeads * config.HeadWidth);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var joint = ((IMergeable)@case.Model.Product(layer, LoraSite.QueryKeyValue)).Dense();
            products[$"model.layers.{layer}.self_attn.q_proj.weight"] = joint.narrow(0, 0, queries);
            products[$"model.layers.{layer}.self_attn.v_proj.weight"] = joint.narrow(0, queries + keys, keys);
        }

        return products;
    }
}
