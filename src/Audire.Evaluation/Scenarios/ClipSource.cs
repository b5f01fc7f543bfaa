using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Scenarios;

/// <summary>A recording before it is opened: where it lies and what is mixed in.</summary>
/// <param name="Row">Its line in the manifest.</param>
/// <param name="Path">The file.</param>
/// <param name="Noise">Noise to mix in, or null.</param>
public sealed record ClipSource(ManifestRow Row, string Path, NoiseSource? Noise = null)
{
    /// <summary>Files that follow it, after 0.1 s of silence each.</summary>
    public IReadOnlyList<string> Joined { get; init; } = [];

    /// <summary>Files that are heard at the same time.</summary>
    public IReadOnlyList<string> Overlaid { get; init; } = [];
}

/// <summary>Noise for one recording.</summary>
/// <param name="Row">Its line in the manifest.</param>
/// <param name="Path">The file.</param>
/// <param name="Snr">Signal-to-noise ratio in dB.</param>
/// <param name="Start">Where in the noise to begin, 0 to 1 of its length; it goes round.</param>
public sealed record NoiseSource(ManifestRow Row, string Path, double Snr, double Start);
