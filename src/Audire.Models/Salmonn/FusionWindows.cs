using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>How the joint stream is cut into windows, one for each run of the Q-Former.</summary>
/// <remarks>Tang et al. 2024, section 3.1, equation 2, as the published code computes it: frames beyond the last whole window are dropped. A value.</remarks>
/// <param name="SecondsPerWindow">Length of a window; 0.333333 s is 17 frames.</param>
/// <param name="SecondsPerStride">From one window to the next.</param>
/// <param name="Whole">One window over everything (<c>window_level_Qformer: False</c>).</param>
public sealed record FusionWindows(double SecondsPerWindow = 0.333333, double SecondsPerStride = 0.333333, bool Whole = false)
{
    // Whisper's positions for 30 s: hard-coded in the published formula, whatever the length of the stream.
    private const double FramesPerSecond = 1500.0;
    private const double WindowSeconds = 30;

    /// <summary>Frames of a window.</summary>
    public int Kernel => Frames(SecondsPerWindow);

    /// <summary>Frames from one window to the next.</summary>
    public int Stride => Frames(SecondsPerStride);

    /// <summary>Windows of a stream.</summary>
    /// <param name="frames">Its frames; fewer than one window count as one, see <see cref="Cut"/>.</param>
    public long Count(long frames) => Whole ? 1 : frames <= Kernel ? 1 : (frames - Kernel) / Stride + 1;

    /// <summary>Cuts a stream; a stream shorter than one window is padded with zeros (the published code fails there, since its streams never are).</summary>
    /// <param name="x">[B, T, C].</param>
    /// <returns>[B · L, kernel, C], the windows of each row in turn; a view where windows neither overlap nor leave gaps; owned by the caller's dispose scope.</returns>
    public Tensor Cut(Tensor x)
    {
        if (Whole) return x.alias();                                                      // [B, T, C]
        using var scope = NewDisposeScope();
        var (rows, frames, width) = (x.shape[0], x.shape[1], x.shape[2]);
        if (frames < Kernel) x = cat([x, x.new_zeros(rows, Kernel - frames, width)], 1);  // [B, K, C]
        return x.unfold(1, Kernel, Stride).transpose(2, 3)                                // [B, L, K, C]
            .reshape(-1, Kernel, width).MoveToOuterDisposeScope();                        // [B · L, K, C]
    }

    /// <summary>The same windows, checked.</summary>
    /// <exception cref="ModelConfigException">A length rounds to no frame, or is absurd.</exception>
    public FusionWindows Checked(string origin) =>
        SecondsPerWindow is > 0 and <= WindowSeconds && SecondsPerStride is > 0 and <= WindowSeconds && Kernel >= 1 && Stride >= 1 ? this
        : throw new ModelConfigException(origin, $"its windows of {SecondsPerWindow} s every {SecondsPerStride} s must each be at least one frame of 20 ms and at most 30 s");

    // Half to even, as Python rounds.
    private static int Frames(double seconds) => (int)Math.Round(FramesPerSecond * seconds / WindowSeconds, MidpointRounding.ToEven);
}
