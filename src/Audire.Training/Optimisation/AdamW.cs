using static TorchSharp.torch;

namespace Audire.Training.Optimisation;

/// <summary>
/// AdamW over named parameters: libtorch's fused step, with the moments held here by name, so that a checkpoint can hold them
/// and give them back bit for bit.
/// </summary>
/// <remarks>
/// Decay comes first, p ← p·(1 − rate·decay), then the step of Adam. A parameter without a gradient is left alone altogether: neither its
/// moments nor its count of steps move, and it does not decay. Not thread-safe. The parameters stay the caller's.
/// </remarks>
public sealed class AdamW : IDisposable
{
    private readonly SortedDictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly AdamWSettings _settings;

    private sealed record Slot(Tensor Parameter, Tensor Mean, Tensor Square, Tensor Steps, bool Decayed);

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="parameters">Float32 leaves by name.</param>
    /// <param name="settings">Betas, epsilon, decay.</param>
    /// <param name="decays">Whether a parameter of that name and number of dimensions is decayed; default <see cref="WeightDecayRule.Salmonn"/>.</param>
    public AdamW(IReadOnlyDictionary<string, Tensor> parameters, AdamWSettings settings, Func<string, int, bool>? decays = null)
    {
        _settings = settings;
        decays ??= WeightDecayRule.Salmonn;
        foreach (var (name, parameter) in parameters)
        {
            _slots[name] = new Slot(parameter, Zeros(parameter.shape, parameter), Zeros(parameter.shape, parameter), Zeros([], parameter),
                decays(name, (int)parameter.dim()));
        }
    }

    /// <summary>Names whose parameters are decayed.</summary>
    public IReadOnlyList<string> Decayed => [.. _slots.Where(pair => pair.Value.Decayed).Select(pair => pair.Key)];

    /// <summary>Moments and counts of steps by name (<c>mean.NAME</c>, <c>square.NAME</c>, <c>steps.NAME</c>): what a checkpoint holds.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _slots
        .SelectMany(pair => new[]
        {
            KeyValuePair.Create("mean." + pair.Key, pair.Value.Mean),
            KeyValuePair.Create("square." + pair.Key, pair.Value.Square),
            KeyValuePair.Create("steps." + pair.Key, pair.Value.Steps),
        }).ToDictionary(StringComparer.Ordinal);

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(double rate)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        // The fused step takes one decay a call, and tensors of one device.
        foreach (var group in _slots.Values.GroupBy(slot => (slot.Decayed, slot.Parameter.device.ToString())))
        {
            var slots = group.Where(slot => slot.Parameter.grad is not null).ToArray();
            if (slots.Length == 0) continue;
            OptimiserOps.AdamW(
                new AdamWLists(
                    [.. slots.Select(slot => slot.Parameter)], [.. slots.Select(slot => slot.Parameter.grad!)],
                    [.. slots.Select(slot => slot.Mean)], [.. slots.Select(slot => slot.Square)], [.. slots.Select(slot => slot.Steps)]),
                rate, _settings, group.Key.Decayed ? _settings.WeightDecay : 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
            slot.Steps.Dispose();
        }
        _slots.Clear();
    }

    private static Tensor Zeros(long[] shape, Tensor like) => zeros(shape, ScalarType.Float32, like.device).DetachFromDisposeScope();
}
