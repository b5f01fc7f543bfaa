using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>
/// Rotary positions (Su et al. 2021): component i and component i + D/2 of a head turn together by position · base^(-2i/D).
/// </summary>
/// <remarks>
/// The two halves are read as one complex number, so that turning is one product. The result holds real and imaginary parts side by
/// side: another order of components than the checkpoint's, but the same for queries and keys, which meet only in dot products.
/// Thread-safe; the table grows when a longer context asks for it.
/// </remarks>
internal sealed class RotaryEmbedding : IDisposable
{
    private const int Step = 1024;

    private readonly Lock _gate = new();
    private readonly double[] _frequencies;
    private readonly Device _device;
    private Tensor _turns; // e^(i·position·frequency), [positions, D/2], complex64

    public RotaryEmbedding(LlamaConfig config, Device device)
    {
        _frequencies = Frequencies(config);
        _device = device;
        _turns = Table(Step);
    }

    /// <summary>Turns per position of each pair, [D/2], radians.</summary>
    public static double[] Frequencies(LlamaConfig config)
    {
        var half = config.HeadWidth / 2;
        return [.. Enumerable.Range(0, half).Select(i => Scale(Math.Pow(config.RopeBase, -i / (double)half), config.RopeScaling))];
    }

    /// <summary>The turns of consecutive positions.</summary>
    /// <returns>[<paramref name="count"/>, 1, D/2], complex.</returns>
    public Tensor At(long start, long count)
    {
        lock (_gate)
        {
            using var rows = Grown(start + count).narrow(0, start, count);
            return rows.unsqueeze(1); // [T, 1, D/2]
        }
    }

    /// <summary>The turns of given positions.</summary>
    /// <param name="positions">[B, T], int64.</param>
    /// <param name="largest">The largest among them.</param>
    /// <returns>[B, T, 1, D/2], complex.</returns>
    public Tensor At(Tensor positions, long largest)
    {
        using var scope = NewDisposeScope();
        lock (_gate)
        {
            return Grown(largest + 1).index_select(0, positions.reshape(-1))                    // [B·T, D/2]
                .view(positions.shape[0], positions.shape[1], 1, -1).MoveToOuterDisposeScope(); // [B, T, 1, D/2]
        }
    }

    /// <summary>Turns heads.</summary>
    /// <param name="heads">[..., D], float32.</param>
    /// <param name="turns">As <see cref="At(long, long)"/> gives them, broadcastable to [..., D/2], complex.</param>
    /// <param name="width">D.</param>
    /// <returns>[..., D], like its intermediate results owned by the caller's dispose scope.</returns>
    public static Tensor Apply(Tensor heads, Tensor turns, long width)
    {
        if (heads.requires_grad) return RotaryGradient.Run(heads, turns);                   // [..., D]
        var half = width / 2;
        var pairs = complex(heads.narrow(-1, 0, half), heads.narrow(-1, half, half));       // [..., D/2]
        return view_as_real(pairs.mul_(turns)).flatten(-2);                                 // [..., D]
    }

    public void Dispose() => _turns.Dispose();

    private static double Scale(double frequency, RopeScaling? scaling)
    {
        if (scaling is null) return frequency;
        if (scaling.Kind == RopeScalingKind.Linear) return frequency / scaling.Factor;
        var waves = scaling.OriginalContext * frequency / (2 * Math.PI); // turns over the original context
        if (waves < scaling.LowFrequency) return frequency / scaling.Factor;
        if (waves > scaling.HighFrequency) return frequency;
        var kept = (waves - scaling.LowFrequency) / (scaling.HighFrequency - scaling.LowFrequency);
        return (1 - kept) * frequency / scaling.Factor + kept * frequency;
    }

    private Tensor Grown(long positions)
    {
        if (_turns.shape[0] >= positions) return _turns;
        _turns.Dispose(); // whoever still holds a view of it keeps its storage alive
        return _turns = Table((positions + Step - 1) / Step * Step);
    }

    private Tensor Table(long positions)
    {
        using var scope = NewDisposeScope();
        // Angles in float32 from float32 frequencies, as the reference computes them.
        var frequencies = tensor(_frequencies, ScalarType.Float32);                                 // [D/2]
        var angles = arange(positions, ScalarType.Float32).unsqueeze(1) * frequencies;              // [P, D/2]
        return complex(angles.cos(), angles.sin()).to(_device).DetachFromDisposeScope();            // [P, D/2]
    }
}
