using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>All products of a network's layers in the lists that a script takes: as many a layer, in the same order.</summary>
/// <param name="Matrices">[layers·sites].</param>
/// <param name="Scales">[layers·sites], or empty where all matrices are floats.</param>
/// <param name="Orders">Three tensors for each site of a layer, or empty where none holds 8 bits.</param>
/// <param name="Biases">[layers·sites], an empty tensor for none, or no tensors at all where no product has one.</param>
/// <param name="Program">The module that keeps the matrices, where they are no tensors; a script over them must be its own.</param>
internal sealed record RowProducts(Tensor[] Matrices, Tensor[] Scales, Tensor[] Orders, Tensor[] Biases, jit.ScriptModule? Program)
{
    /// <summary>
    /// The method <c>row_product</c>: x [1, in] times the matrix of a layer's site, in whatever form that is held, to [1, <c>wide</c>]; [M, in] where <see cref="Program"/>
    /// keeps the matrices. Operation by operation what the <see cref="Linear"/> does.
    /// </summary>
    public static string Script { get; } = TorchOps.Products + OneDnn.Product + """
          def bias_of(self: __torch__.Ops, at: int, biases: List[Tensor]) -> Optional[Tensor]:
            if len(biases) == 0:
              return None
            if torch.numel(biases[at]) == 0:
              return None
            return biases[at]

          def row_product(self: __torch__.Ops, x: Tensor, at: int, site: int, wide: int, matrices: List[Tensor], scales: List[Tensor], orders: List[Tensor], biases: List[Tensor]) -> Tensor:
            matrix = matrices[at]
            if matrix.dtype == 4:
              return self.half_product(x, matrix)
            bias = self.bias_of(at, biases)
            if matrix.is_mkldnn:
              return self.packed_product(x, matrix, bias)
            if len(scales) == 0 and torch.element_size(matrix) == 4:
              return torch.linear(x, matrix, bias)
            if len(scales) == 0:
              y = torch.to(torch.linear(torch.to(x, matrix.dtype), matrix), 6)
            else:
              if torch.dim(scales[at]) == 3:
                y = self.int4_product(x, matrix, torch.numel(x) // torch.size(scales[at], 0), scales[at])
              else:
                y = self.weighted_sums(x, matrix, orders[3 * site], orders[3 * site + 1], orders[3 * site + 2], scales[at])
                if torch.size(y, 1) != wide:
                  y = torch.narrow(y, 1, 0, wide)
            if bias is not None:
              y = torch.add_(y, bias)
            return y

        """;

    /// <summary>Stands for no tensor in a list.</summary>
    public static Tensor None => Nothing.Value;

    private static readonly Lazy<Tensor> Nothing = new(() => empty(0).DetachFromDisposeScope());

    /// <summary>Makes the lists.</summary>
    /// <param name="products">Layer by layer, site by site.</param>
    /// <param name="sites">Products of a layer.</param>
    /// <returns>Null where a product takes more than a script can do, or where layers differ in how they hold their matrices.</returns>
    public static RowProducts? Of(IEnumerable<Linear> products, int sites)
    {
        var parts = new List<ProductParts>();
        foreach (var product in products)
        {
            if (product.RowProduct is not { } part) return null;
            parts.Add(part);
        }

        var floats = parts[0].Scales is null;
        for (var at = 0; at < parts.Count; at++)
            if (parts[at].Scales is null != floats || parts[at].Order != parts[at % sites].Order || parts[at].Program != parts[0].Program) return null;
        return new RowProducts(
            [.. parts.Select(part => part.Matrix)],
            floats ? [] : [.. parts.Select(part => part.Scales!)],
            parts.Exists(part => part.Order is not null) ? [.. parts.Take(sites).SelectMany(OrderOf)] : [],
            parts.Exists(part => part.Bias is not null) ? [.. parts.Select(part => part.Bias ?? None)] : [],
            parts[0].Program);
    }

    private static IEnumerable<Tensor> OrderOf(ProductParts part) => part.Order is { } order ? [order.Rows, order.Bags, order.Ones] : [None, None, None];
}
