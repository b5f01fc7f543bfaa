using Audire.Models.Llama;
using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Benchmarks.Works;

/// <summary>What layers cost: our decode step against the same libtorch operations in a bare loop over loose tensors.</summary>
internal static class OverheadWork
{
    private const int Steps = 32;

    public static IEnumerable<Measurement> Run(Settings settings)
    {
        foreach (var threads in settings.Threads)
        {
            set_num_threads(threads);
            using var gradients = no_grad();
            using var model = LlamaModel.Load(settings.SmolLm);
            using var bare = new BareLoop(model.Config);
            var (ours, theirs) = Pairs.Take(settings.Pairs, () => 1000 * Pairs.Seconds(() => Ours(model)) / Steps, () => 1000 * Pairs.Seconds(bare.Run) / Steps);
            yield return new Measurement("layer overhead: decode step, SmolLM2-135M, f32", threads, "ms", false, ours, theirs, "the same operations in a bare loop");
        }
    }

    private static void Ours(LlamaModel model)
    {
        using var scope = NewDisposeScope();
        using var state = model.Start();
        for (var i = 0; i < Steps; i++) state.Step([i + 1]).Dispose();
    }

    /// <summary>Random weights of the model's shape and the operations of a step, with nothing around them.</summary>
    private sealed class BareLoop(LlamaConfig config) : IDisposable
    {
        private readonly Tensor _embedding = randn(config.Vocabulary, config.Width).mul_(0.02).DetachFromDisposeScope();
        private readonly Tensor _norm = ones(config.Width).DetachFromDisposeScope();
        private readonly Tensor _epsilon = tensor(1e-3f).DetachFromDisposeScope();
        private readonly Tensor _turns = complex(ones(1, 1, config.HeadWidth / 2), zeros(1, 1, config.HeadWidth / 2)).DetachFromDisposeScope();
        private readonly Tensor[] _joint = Matrices(config, (config.Heads + (2 * config.KeyValueHeads)) * config.HeadWidth, config.Width);
        private readonly Tensor[] _output = Matrices(config, config.Width, config.Heads * config.HeadWidth);
        private readonly Tensor[] _gateAndUp = Matrices(config, 2 * config.FeedForward, config.Width);
        private readonly Tensor[] _down = Matrices(config, config.Width, config.FeedForward);
        private readonly Tensor[] _keys = Caches(config);
        private readonly Tensor[] _values = Caches(config);

        public void Run()
        {
            for (var position = 0; position < Steps; position++)
            {
                using var scope = NewDisposeScope();
                using var mode = inference_mode();
                Step(position);
            }
        }

        public void Dispose()
        {
            foreach (var tensor in new[] { _joint, _output, _gateAndUp, _down, _keys, _values }.SelectMany(group => group)
                .Concat([_embedding, _norm, _epsilon, _turns])) tensor.Dispose();
        }

        private void Step(int position)
        {
            long heads = config.Heads, shared = config.KeyValueHeads, width = config.HeadWidth;
            var x = _embedding.index_select(0, tensor(new long[] { position + 1 })).view(1, 1, -1);
            for (var layer = 0; layer < config.Layers; layer++)
            {
                var joint = OneDnn.Multiply(Norm(x), _joint[layer], null).view(1, 1, heads + (2 * shared), width);
                var rotated = joint.narrow(2, 0, heads + shared);
                var pairs = complex(rotated.narrow(3, 0, width / 2), rotated.narrow(3, width / 2, width / 2));
                var turned = view_as_real(pairs * _turns).view(1, 1, heads + shared, width);
                _keys[layer].narrow(2, position, 1).copy_(turned.narrow(2, heads, shared).transpose(1, 2));
                _values[layer].narrow(2, position, 1).copy_(joint.narrow(2, heads + shared, shared).transpose(1, 2));
                var queries = turned.narrow(2, 0, heads).view(1, shared, heads / shared, width);
                var mixed = F.scaled_dot_product_attention(queries, _keys[layer].narrow(2, 0, position + 1), _values[layer].narrow(2, 0, position + 1));
                x = x + OneDnn.Multiply(mixed.reshape(1, 1, -1), _output[layer], null);
                var both = OneDnn.Multiply(Norm(x), _gateAndUp[layer], null);
                var hidden = F.silu(both.narrow(2, 0, config.FeedForward)) * both.narrow(2, config.FeedForward, config.FeedForward);
                x = x + OneDnn.Multiply(hidden, _down[layer], null);
            }

            OneDnn.Multiply(Norm(x), _embedding, null);
        }

        private Tensor Norm(Tensor x) => x / hypot(linalg.vector_norm(x, 2, [-1], keepdim: true), _epsilon) * _norm;

        private static Tensor[] Matrices(LlamaConfig config, long rows, long columns) =>
            [.. Enumerable.Range(0, config.Layers).Select(_ => Packed(rows, columns))];

        // As the model holds them, which is a matter of the operation and not of what lies around it.
        private static Tensor Packed(long rows, long columns)
        {
            using var matrix = randn(rows, columns).mul_(0.02);
            return OneDnn.Pack(matrix).DetachFromDisposeScope();
        }

        private static Tensor[] Caches(LlamaConfig config) =>
            [.. Enumerable.Range(0, config.Layers).Select(_ => zeros(1, config.KeyValueHeads, 256, config.HeadWidth).DetachFromDisposeScope())];
    }
}
