using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>An adapter on its way through one forward or one request: at a scale, with or without dropout.</summary>
/// <remarks>
/// A request over a cache joins the pairs once, as they are then; a training forward joins them layer by layer, so that gradients
/// reach them and nothing outlives the layer.
/// </remarks>
internal sealed class LoraPass : IDisposable
{
    private static readonly LoraSite[] Sites = Enum.GetValues<LoraSite>();

    private readonly LoraAdapter _adapter;
    private readonly double _scale;
    private readonly Dropout _dropout;
    private readonly LoraBranch?[]? _joined; // by layer and site
    private readonly List<Tensor> _made = [];

    private LoraPass(LoraUse use, Dropout dropout, int layers)
    {
        (_adapter, _scale, _dropout) = (use.Adapter, use.Scale, dropout);
        if (layers > 0) _joined = [.. Enumerable.Range(0, layers).SelectMany(layer => Sites.Select(site => Kept(_adapter.Branch(layer, site))))];
    }

    /// <summary>For a request that reads and writes tokens; null where there is no adapter or its scale is zero.</summary>
    public static LoraPass? ForRequest(LoraUse? use, int layers)
    {
        if (use is null or { Scale: 0 }) return null;
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        return new LoraPass(use, Dropout.Off, layers);
    }

    /// <summary>For a forward that is differentiated; null where there is no adapter or its scale is zero.</summary>
    public static LoraPass? ForTraining(LoraUse? use, Dropout dropout) => use is null or { Scale: 0 } ? null : new LoraPass(use, dropout, 0);

    /// <summary>Whether a forward draws random numbers.</summary>
    public bool Draws => _dropout.Draws;

    /// <summary>How much of the adapter is added.</summary>
    public double Scale => _scale;

    /// <summary>The joined pairs of a request, by layer and site, null where a product is not adapted; no list at all for a forward that is differentiated.</summary>
    public IReadOnlyList<LoraBranch?>? Joined => _joined;

    /// <summary>The matrices of one layer, as gradients reach them.</summary>
    public IEnumerable<Tensor> OfLayer(int layer) => _adapter.OfLayer(layer);

    /// <summary>Adds the adapter's part to a product's output.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="site">The product.</param>
    /// <param name="x">[N, in], what it read.</param>
    /// <param name="y">[N, out], what it gave; changed.</param>
    /// <returns>[N, out], like intermediate results owned by the caller's dispose scope.</returns>
    public Tensor Add(int layer, LoraSite site, Tensor x, Tensor y)
    {
        var branch = _joined is null ? _adapter.Branch(layer, site) : _joined[layer * Sites.Length + (int)site];
        return branch is null ? y : branch.Add(x, y, _scale, _dropout);
    }

    public void Dispose()
    {
        foreach (var tensor in _made) tensor.Dispose();
        _made.Clear();
    }

    private LoraBranch? Kept(LoraBranch? branch)
    {
        if (branch is null) return null;
        _made.Add(branch.Down.alias().DetachFromDisposeScope());
        _made.Add(branch.Up.alias().DetachFromDisposeScope());
        return new LoraBranch(_made[^2], _made[^1]);
    }
}
