using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>The weights of all layers in the lists that <see cref="LlamaStep"/>'s script takes: four products a layer, in the order of <see cref="LoraSite"/>.</summary>
/// <param name="Matrices">[4·L].</param>
/// <param name="Scales">[4·L], or empty where all matrices are floats.</param>
/// <param name="Orders">Three tensors for each of the four products, or empty where no layer holds 8 bits.</param>
/// <param name="Biases">[4·L], an empty tensor for none, or no tensors at all where no layer has one.</param>
/// <param name="Downs">The adapter's [R, in], in the same form as biases.</param>
/// <param name="Ups">The adapter's [out, R].</param>
internal sealed record StepWeights(Tensor[] Matrices, Tensor[] Scales, Tensor[] Orders, Tensor[] Biases, Tensor[] Downs, Tensor[] Ups)
{
    /// <summary>Products of a layer.</summary>
    public const int Sites = 4;

    private static readonly Lazy<Tensor> None = new(() => empty(0).DetachFromDisposeScope());

    /// <summary>Makes the lists.</summary>
    /// <param name="products">[4·L].</param>
    /// <param name="adapter">[4·L]; null for none.</param>
    /// <returns>Null where layers differ in how they hold their matrices, which the script does not know.</returns>
    public static StepWeights? Of(ProductParts[] products, IReadOnlyList<LoraBranch?>? adapter)
    {
        var floats = products[0].Scales is null;
        for (var at = 0; at < products.Length; at++)
            if (products[at].Scales is null != floats || products[at].Order != products[at % Sites].Order) return null;
        return new StepWeights(
            Array.ConvertAll(products, product => product.Matrix),
            floats ? [] : Array.ConvertAll(products, product => product.Scales!),
            Array.Exists(products, product => product.Order is not null) ? [.. products.Take(Sites).SelectMany(OrderOf)] : [],
            Array.Exists(products, product => product.Bias is not null) ? Array.ConvertAll(products, product => product.Bias ?? None.Value) : [],
            [.. adapter?.Select(branch => branch?.Down ?? None.Value) ?? []],
            [.. adapter?.Select(branch => branch?.Up ?? None.Value) ?? []]);
    }

    private static IEnumerable<Tensor> OrderOf(ProductParts product) =>
        product.Order is { } order ? [order.Rows, order.Bags, order.Ones] : [None.Value, None.Value, None.Value];
}
