using Audire.Models.Nn;
using Audire.Training.Optimisation;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Benchmarks.Works;

/// <summary>A small causal transformer out of Audire's layers, trained in full by Audire's optimiser: tiny_transformer.py is its twin.</summary>
internal sealed class TinyTransformer : IDisposable
{
    private const long Layers = 4, Width = 256, Heads = 4, Hidden = 1024, Vocabulary = 1024, Length = 256, Batch = 8;

    private readonly Embedding _tokens;
    private readonly Tensor _positions; // [T, C]
    private readonly Block[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Linear _head;
    private readonly WeightSet _set;
    private readonly AdamW _optimiser;
    private readonly Tensor _ids;    // [B, T]
    private readonly Tensor _labels; // [B, T]

    public TinyTransformer()
    {
        using var shapes = Layout(new WeightOptions { ShapesOnly = true }, new InitialWeights(new Dictionary<string, long[]>()), out _, out _, out _, out _, out _);
        _set = Layout(
            new WeightOptions { Trainable = _ => true }, new InitialWeights(shapes.Shapes), out _tokens, out _positions, out _blocks, out _norm, out _head);
        _optimiser = new AdamW(_set.Trainable, new AdamWSettings());
        using var generator = new Generator(1, CPU);
        _ids = randint(0, Vocabulary, [Batch, Length], ScalarType.Int64, generator: generator).DetachFromDisposeScope();
        _labels = randint(0, Vocabulary, [Batch, Length], ScalarType.Int64, generator: generator).DetachFromDisposeScope();
    }

    /// <summary>Multiply-adds of a step counted as two: three times the forward's products, causal attention at half.</summary>
    public static double Operations => 3.0 * 2 * Batch * Length * (Layers * ((4 * Width * Width) + (2 * Width * Hidden) + (Length * Width)) + (Width * Vocabulary));

    /// <summary>Forward, backward and update.</summary>
    public float Step()
    {
        using var scope = NewDisposeScope();
        Gradients.Clear(_set.Trainable);
        var x = InputOf(_ids);                                                                        // [B, T, C]
        foreach (var block in _blocks) x = block.Forward(x);                                          // [B, T, C]
        var loss = TokenLoss.Of(_norm.Forward(x), _labels, _head.Forward).Loss;                       // []
        loss.backward();
        _optimiser.Step(1e-3);
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        _set.Dispose();
        _ids.Dispose();
        _labels.Dispose();
    }

    private Tensor InputOf(Tensor ids) => _tokens.Forward(ids) + _positions; // [B, T, C]

    private static WeightSet Layout(
        WeightOptions options, IWeightSource source, out Embedding tokens, out Tensor positions, out Block[] blocks, out LayerNorm norm, out Linear head)
    {
        using var gradients = no_grad();
        var weights = Weights.From(source, options);
        tokens = weights.Embedding("tokens", Vocabulary, Width);
        positions = weights.Parameter("positions", Length, Width);
        blocks = [.. Enumerable.Range(0, (int)Layers).Select(index => new Block(weights.Scope($"blocks.{index}")))];
        norm = weights.LayerNorm("norm", Width);
        head = weights.Linear("head", Width, Vocabulary, bias: false);
        return weights.Complete();
    }

    private sealed class Block(Weights weights)
    {
        private readonly LayerNorm _attentionNorm = weights.LayerNorm("norm1", Width);
        private readonly Linear _queryKeyValue = weights.Linear("qkv", Width, 3 * Width);
        private readonly Linear _output = weights.Linear("out", Width, Width);
        private readonly LayerNorm _mlpNorm = weights.LayerNorm("norm2", Width);
        private readonly Linear _expand = weights.Linear("expand", Width, Hidden);
        private readonly Linear _contract = weights.Linear("contract", Hidden, Width);

        public Tensor Forward(Tensor x)
        {
            var parts = _queryKeyValue.Forward(_attentionNorm.Forward(x)).view(Batch, Length, 3, Heads, -1).permute(2, 0, 3, 1, 4).unbind(0); // [B, H, T, D]
            var mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true).transpose(1, 2).reshape(Batch, Length, Width); // [B, T, C]
            var middle = x + _output.Forward(mixed);                                                  // [B, T, C]
            return middle + _contract.Forward(F.gelu(_expand.Forward(_mlpNorm.Forward(middle))));     // [B, T, C]
        }
    }
}
