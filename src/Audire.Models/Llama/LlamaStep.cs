using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>One token of one sequence through all layers as a single call: <see cref="LlamaLayer"/> in TorchScript, operation by operation.</summary>
/// <remarks>
/// A token is some thirteen hundred small operations, and what managed code adds to each (a handle, its finaliser, its disposal) is a tenth of the time. Results
/// are those of the layers to the bit, and a test holds them to it. What else a request may ask for (taps, several rows, a mask) is left to the layers. Thread-safe.
/// </remarks>
internal sealed class LlamaStep(IReadOnlyList<LlamaLayer> layers, RmsNorm lastNorm, LlamaConfig config)
{
    // Sites of a layer in order: query-key-value, attention output, gate-up, down. Downs and ups are the adapter's, over all layers and sites, or empty.
    internal static readonly string Script = RowProducts.Script + """
          def product(self: __torch__.Ops, x: Tensor, layer: int, site: int, wide: int, matrices: List[Tensor], scales: List[Tensor], orders: List[Tensor], biases: List[Tensor],
              downs: List[Tensor], ups: List[Tensor], scale: float) -> Tensor:
            at = 4 * layer + site
            y = self.row_product(x, at, site, wide, matrices, scales, orders, biases)
            if len(downs) != 0:
              if torch.numel(downs[at]) != 0:
                y = torch.addmm_(y, torch.linear(x, downs[at]), torch.t(ups[at]), beta=1, alpha=scale)
            return y

          def norm(self: __torch__.Ops, x: Tensor, weight: Tensor, epsilon: Tensor) -> Tensor:
            return torch.mul_(torch.div(x, torch.hypot(torch.linalg_vector_norm(x, 2, [-1], True), epsilon)), weight)

          def step(self: __torch__.Ops, x: Tensor, norms: List[Tensor], epsilon: Tensor, matrices: List[Tensor], scales: List[Tensor], orders: List[Tensor], biases: List[Tensor],
              downs: List[Tensor], ups: List[Tensor], scale: float, keys: List[Tensor], values: List[Tensor], turns: Tensor, heads: int, shared: int, width: int, hidden: int, start: int, first: int) -> Tensor:
            turning = heads + shared
            joined = turning + shared
            half = width // 2
            seen = start + 1 - first
            channels = torch.size(x, 1)
            for layer in range(len(keys)):
              joint = torch.view(self.product(self.norm(x, norms[2 * layer], epsilon), layer, 0, joined * width, matrices, scales, orders, biases, downs, ups, scale), [1, joined, 1, width])
              unturned = torch.narrow(joint, 1, 0, turning)
              pairs = torch.complex(torch.narrow(unturned, -1, 0, half), torch.narrow(unturned, -1, half, half))
              turned = torch.flatten(torch.view_as_real(torch.mul_(pairs, turns)), -2)
              key = torch.copy_(torch.narrow(keys[layer], 2, start, 1), torch.narrow(turned, 1, heads, shared))
              value = torch.copy_(torch.narrow(values[layer], 2, start, 1), torch.narrow(joint, 1, turning, shared))
              queries = torch.view(torch.narrow(turned, 1, 0, heads), [1, shared, heads // shared, width])
              mixed = torch.scaled_dot_product_attention(queries, torch.narrow(keys[layer], 2, first, seen), torch.narrow(values[layer], 2, first, seen))
              attended = self.product(torch.reshape(mixed, [1, heads * width]), layer, 1, channels, matrices, scales, orders, biases, downs, ups, scale)
              middle = torch.add(x, attended)
              both = self.product(self.norm(middle, norms[2 * layer + 1], epsilon), layer, 2, 2 * hidden, matrices, scales, orders, biases, downs, ups, scale)
              gated = torch.mul(torch.silu(torch.narrow(both, 1, 0, hidden)), torch.narrow(both, 1, hidden, hidden))
              x = torch.add(middle, self.product(gated, layer, 3, channels, matrices, scales, orders, biases, downs, ups, scale))
            return self.norm(x, norms[2 * len(keys)], epsilon)

        """;

    private static readonly Lazy<jit.ScriptModule> Program = new(() => ScriptArchive.Load(HalfMatrices.NoProduct + Script));
    private static readonly LoraSite[] Sites = Enum.GetValues<LoraSite>();

    private readonly Tensor[] _norms = [.. layers.SelectMany(layer => layer.Norms).Append(lastNorm).Select(norm => norm.Weight)];

    /// <summary>Takes the token through, unless the request asks for more or a matrix is held in a form that the script does not know.</summary>
    /// <param name="x">[1, C], float32.</param>
    /// <param name="pass">What this forward has in common over the layers.</param>
    /// <returns>[1, C], behind the final norm, owned by the caller's dispose scope; null where the layers must do it.</returns>
    public Tensor? Run(Tensor x, LlamaPass pass)
    {
        if (pass is not { Rows: 1, Count: 1, Mask: null, Watcher: null, Past: { } past } || is_grad_enabled()) return null;
        if (pass.Lora is { Joined: null } || Array.Exists(_norms, norm => norm.requires_grad)) return null;
        // Gathered anew for every token: an adapter may have been merged since the last, and it takes some microseconds.
        if (RowProducts.Of(layers.SelectMany(layer => Sites.Select(layer.Product)), Sites.Length) is not { } products) return null;
        foreach (var cache in past.Caches) cache.Reserve(past.Start + 1);
        return (Tensor)(products.Program ?? Program.Value).invoke(
            "step", x, _norms, lastNorm.Epsilon, products.Matrices, products.Scales, products.Orders, products.Biases,
            Adapter(pass.Lora, branch => branch.Down), Adapter(pass.Lora, branch => branch.Up), pass.Lora?.Scale ?? 0,
            Array.ConvertAll(past.Caches, cache => cache.KeyBuffer), Array.ConvertAll(past.Caches, cache => cache.ValueBuffer), pass.Turns,
            (long)config.Heads, (long)config.KeyValueHeads, (long)config.HeadWidth, (long)config.FeedForward, past.Start, past.First);
    }

    private static Tensor[] Adapter(LoraPass? pass, Func<LoraBranch, Tensor> part) =>
        pass?.Joined is { } branches ? [.. branches.Select(branch => branch is null ? RowProducts.None : part(branch))] : [];
}
