using Audire.Training.Augmentation;
using static System.FormattableString;

namespace Audire.Training.Beats;

/// <summary>How batches are drawn.</summary>
/// <param name="BatchSize">Clips a batch.</param>
/// <param name="Balance">0 draws clips alike, 1 draws every label as often as any other; between them, in between.</param>
/// <param name="Augmentation">Changes of the sound; null for none.</param>
/// <param name="Masking">Blanks in the spectrogram; null for none.</param>
/// <param name="Seed">Of the draws.</param>
public sealed record BeatsBatchOptions(int BatchSize = 16, double Balance = 0.5, ClipAugmentation? Augmentation = null, SpectrogramMasking? Masking = null, long Seed = 0)
{
    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant($"{BatchSize} clips, balance {Balance:r}, {Augmentation?.Description ?? "sound unchanged"}, {Masking?.Description ?? "nothing masked"}, seed {Seed}");
}
