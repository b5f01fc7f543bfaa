using static System.FormattableString;

namespace Audire.Training.Beats;

/// <summary>How patches are hidden and numbered.</summary>
/// <param name="HiddenShare">Share of patches hidden: the paper's 0.75.</param>
/// <param name="Codes">Codes of the tokenizer: the paper's 1,024.</param>
/// <param name="CodeWidth">Width of a code: the paper's 256.</param>
/// <param name="Dropout">While training.</param>
/// <param name="Seed">Of tokenizer and head.</param>
public sealed record BeatsPretrainingOptions(double HiddenShare = 0.75, int Codes = 1024, int CodeWidth = 256, double Dropout = 0.1, long Seed = 0)
{
    /// <summary>The numbers, for the record.</summary>
    public string Description => Invariant($"hidden {HiddenShare:r}, {Codes} codes of {CodeWidth}, dropout {Dropout:r}, seed {Seed}");
}
