using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>One token a row through all blocks of the decoder as a single call: <see cref="DecoderBlock"/> in TorchScript, operation by operation.</summary>
/// <remarks>
/// A token is some 270 small operations; what managed code adds to them is a tenth of its time. Results are those of the blocks to the bit, and a test holds them to it. What else a
/// request may ask for (taps, prompts, gradients) is left to the blocks. Thread-safe.
/// </remarks>
internal sealed class DecoderStep(IReadOnlyList<DecoderBlock> blocks, LayerNorm lastNorm, WhisperConfig config)
{
    // Sites of a block in order: query-key-value, self output, cross query, cross output, expand, contract. Norms: weight and bias of three a block, then the last.
    internal static readonly string Script = RowProducts.Script + """
          def norm(self: __torch__.Ops, x: Tensor, norms: List[Tensor], at: int, epsilon: float) -> Tensor:
            return torch.layer_norm(x, [torch.size(x, 1)], norms[2 * at], norms[2 * at + 1], epsilon)

          def step(self: __torch__.Ops, x: Tensor, norms: List[Tensor], epsilon: float, matrices: List[Tensor], scales: List[Tensor], orders: List[Tensor], biases: List[Tensor],
              cache: Tensor, keys: List[Tensor], values: List[Tensor], length: int, heads: int, hidden: int) -> Tensor:
            rows = torch.size(x, 0)
            channels = torch.size(x, 1)
            width = channels // heads
            for layer in range(len(keys)):
              at = 6 * layer
              joint = torch.view(self.row_product(self.norm(x, norms, 3 * layer, epsilon), at, 0, 3 * channels, matrices, scales, orders, biases), [rows, 1, 3, heads, width])
              block = torch.select(cache, 0, layer)
              stored = torch.copy_(torch.narrow(block, 1, length, 1), torch.narrow(joint, 2, 1, 2))
              seen = torch.narrow(block, 1, 0, length + 1)
              query = torch.transpose(torch.select(joint, 2, 0), 1, 2)
              mixed = torch.scaled_dot_product_attention(query, torch.transpose(torch.select(seen, 2, 0), 1, 2), torch.transpose(torch.select(seen, 2, 1), 1, 2))
              mixed = torch.reshape(torch.transpose(mixed, 1, 2), [rows, channels])
              x = torch.add_(x, self.row_product(mixed, at + 1, 1, channels, matrices, scales, orders, biases))
              windows = torch.size(keys[layer], 0)
              query = self.row_product(self.norm(x, norms, 3 * layer + 1, epsilon), at + 2, 2, channels, matrices, scales, orders, biases)
              query = torch.transpose(torch.view(query, [windows, -1, heads, width]), 1, 2)
              mixed = torch.scaled_dot_product_attention(query, keys[layer], values[layer])
              mixed = torch.reshape(torch.transpose(mixed, 1, 2), [rows, channels])
              x = torch.add_(x, self.row_product(mixed, at + 3, 3, channels, matrices, scales, orders, biases))
              wide = self.row_product(self.norm(x, norms, 3 * layer + 2, epsilon), at + 4, 4, hidden, matrices, scales, orders, biases)
              x = torch.add_(x, self.row_product(torch.gelu_(wide), at + 5, 5, channels, matrices, scales, orders, biases))
            return self.norm(x, norms, 3 * len(keys), epsilon)

        """;

    private const int Sites = 6;

    private static readonly Lazy<jit.ScriptModule> Program = new(() => ScriptArchive.Load(HalfMatrices.NoProduct + Script));

    private readonly Tensor[] _norms = [.. blocks.SelectMany(block => block.Norms).Append(lastNorm).SelectMany(norm => new[] { norm.Weight, norm.Bias })];

    /// <summary>Takes the tokens through and stores their keys and values, unless the request asks for more or a matrix is held in a form that the script does not know.</summary>
    /// <param name="x">[R, C], float32; changed.</param>
    /// <param name="state">Caches of the rows, which have room for one token more.</param>
    /// <returns>[R, C], behind the final norm, owned by the caller's dispose scope; null where the blocks must do it, with <paramref name="x"/> as it was.</returns>
    public Tensor? Run(Tensor x, DecoderState state)
    {
        if (state.Tap is not null || is_grad_enabled() || Array.Exists(_norms, norm => norm.requires_grad)) return null;
        if (RowProducts.Of(blocks.SelectMany(block => block.Products), Sites) is not { } products) return null;
        if (state.Rows > 1 && products.Program is null) return null;
        return (Tensor)(products.Program ?? Program.Value).invoke(
            "step", x, _norms, lastNorm.Epsilon, products.Matrices, products.Scales, products.Orders, products.Biases, state.Cache,
            state.Memory.Keys, state.Memory.Values, (long)state.Length, (long)config.DecoderHeads, (long)config.DecoderHidden);
    }
}
