using Audire.Models.Llama;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>
/// An adapter merged into a decoder: W + scale·B·A in place of W, for every request, until it is reverted. The decoder's own matrices are
/// kept aside unchanged and put back, so reverting is exact to the bit.
/// </summary>
/// <remarks>
/// Worth it where one adapter serves many requests; two extra products a layer are saved for a copy of the adapted matrices. Merge and revert
/// while no request runs.
/// </remarks>
public sealed class LoraMerge : IDisposable
{
    private readonly List<IDisposable> _replaced = [];

    private LoraMerge()
    {
    }

    /// <summary>Frees the merged matrices and puts the decoder's own back.</summary>
    public void Dispose()
    {
        foreach (var replacement in _replaced) replacement.Dispose();
        _replaced.Clear();
    }

    internal static LoraMerge Into(LlamaModel model, LoraUse use)
    {
        using var gradients = no_grad();
        var merge = new LoraMerge();
        try
        {
            for (var layer = 0; layer < model.Config.Layers; layer++)
                foreach (var site in Enum.GetValues<LoraSite>())
                {
                    using var scope = NewDisposeScope();
                    if (use.Adapter.Branch(layer, site) is { } branch) merge.Replace(model.Product(layer, site), branch, use.Scale);
                }

            return merge;
        }
        catch
        {
            merge.Dispose();
            throw;
        }
    }

    private void Replace(Linear product, LoraBranch branch, double scale)
    {
        if (product is not IMergeable { IsTrained: false } layer)
            throw new InvalidOperationException(
                "An adapter can be merged into float matrices that are not trained; load the model in F32, F16 or BF16, or leave the adapter beside it.");
        _replaced.Add(layer.Replace(layer.Dense().addmm_(branch.Up, branch.Down, 1, (float)scale))); // [out, in]
    }
}
