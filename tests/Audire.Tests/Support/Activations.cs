using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Tests.Support;

/// <summary>Keeps a copy of every activation that a forward shows to its tap.</summary>
internal sealed class Activations : IDisposable
{
    private readonly Dictionary<string, Tensor> _seen = new(StringComparer.Ordinal);

    public Activations() => Tap = (site, value) =>
    {
        Keep(site, value);
        return value;
    };

    public ActivationTap Tap { get; }

    public Tensor this[string site] => _seen.TryGetValue(site, out var value) ? value
        : throw new KeyNotFoundException($"No activation '{site}' was shown; seen were {string.Join(", ", _seen.Keys)}.");

    public void Keep(string site, Tensor value)
    {
        if (_seen.Remove(site, out var before)) before.Dispose();
        using var gradients = no_grad();
        _seen[site] = value.clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in _seen.Values) tensor.Dispose();
    }
}
