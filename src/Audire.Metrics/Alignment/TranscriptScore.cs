using Audire.Metrics.Normalization;

namespace Audire.Metrics.Alignment;

/// <summary>How one transcript compares with what was said.</summary>
/// <param name="Words">Counts over words.</param>
/// <param name="Characters">Counts over characters (code points, spaces included).</param>
/// <remarks>
/// Strict: an empty answer is all deletions (WER 1), and where the reference is empty the rates are null, to be reported as missing.
/// <see cref="HelmTranscriptScore"/> has the published board's rules instead. Scores add up to corpus scores.
/// </remarks>
public readonly record struct TranscriptScore(EditCounts Words, EditCounts Characters)
{
    /// <summary>WER: word errors per word of the reference; null where there is none.</summary>
    public double? WordErrorRate => Words.ErrorRate;

    /// <summary>CER: character errors per character of the reference; null where there is none.</summary>
    public double? CharacterErrorRate => Characters.ErrorRate;

    /// <summary>MER over words, 0 to 1.</summary>
    public double? MatchErrorRate => Words.MatchErrorRate;

    /// <summary>WIP, 0 to 1.</summary>
    public double? WordInformationPreserved => Words.InformationPreserved;

    /// <summary>WIL, 0 to 1.</summary>
    public double? WordInformationLost => Words.InformationLost;

    /// <summary>Compares two texts after normalising both.</summary>
    /// <param name="reference">What was said.</param>
    /// <param name="hypothesis">What was recognised; null counts as nothing.</param>
    /// <param name="normalizer">Default: HELM's, articles kept.</param>
    public static TranscriptScore Of(string reference, string? hypothesis, ITextNormalizer? normalizer = null)
    {
        normalizer ??= TextNormalizers.HelmWithArticles;
        string expected = PythonText.Strip(normalizer.Normalize(reference)), heard = PythonText.Strip(normalizer.Normalize(hypothesis ?? ""));
        return new(EditAligner.AlignWords(expected, heard).Counts, EditAligner.AlignCharacters(expected, heard).Counts);
    }

    /// <summary>Compares many pairs and adds the counts up: the corpus score, in which every word weighs the same.</summary>
    public static TranscriptScore Corpus(IEnumerable<TranscriptScore> scores) => scores.Aggregate(default(TranscriptScore), (sum, score) => sum + score);

    /// <summary>Adds counts up.</summary>
    public static TranscriptScore operator +(TranscriptScore left, TranscriptScore right) =>
        new(left.Words + right.Words, left.Characters + right.Characters);

    /// <summary>Adds counts up.</summary>
    public static TranscriptScore Add(TranscriptScore left, TranscriptScore right) => left + right;
}
