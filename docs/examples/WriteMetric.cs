using Audire.Evaluation.Runs;
using Audire.Evaluation.Scoring;
using Audire.Metrics.Normalization;
using Audire.Metrics.Statistics;

namespace Audire.Examples;

/// <summary>A metric of your own over the answers of a run: how many of the reference's long words were heard.</summary>
public sealed class WriteMetric : IScore
{
    private const int Long = 6;

    /// <inheritdoc/>
    public string Name => "long-word-recall";

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public bool IsProportion => false;

    /// <inheritdoc/>
    public InstanceScore? Score(ScoredAnswer answer)
    {
        var heard = Words(answer.Answer ?? "", answer.Normalizer).ToHashSet(StringComparer.Ordinal);
        var wanted = Words(answer.References[0], answer.Normalizer).Where(word => word.Length >= Long).ToList();
        // Not 0 and not 1 where there is nothing to hear: not defined, and reported as missing.
        return wanted.Count == 0 ? null : new InstanceScore((double)wanted.Count(heard.Contains) / wanted.Count, 1);
    }

    /// <summary>Scores a run with the metric: value, n and interval for each system.</summary>
    /// <param name="runFolder">A run folder.</param>
    /// <param name="scenario">A transcription scenario of it.</param>
    public static IReadOnlyDictionary<string, Estimate> Run(string runFolder, string scenario)
    {
        var metric = new WriteMetric();
        using var run = RunFolder.Open(runFolder);
        return run.Items.Where(item => item.Scenario == scenario && item.Answer is not null)
            .GroupBy(item => item.System, StringComparer.Ordinal)
            .ToDictionary(
                system => system.Key,
                system => MeanEstimate.Of([.. system
                    .Select(item => metric.Score(new ScoredAnswer(item.Answer, item.Answer!, item.References, item.Choices, TextNormalizers.WhisperEnglish)))
                    .OfType<InstanceScore>().Select(score => score.Value)]),
                StringComparer.Ordinal);
    }

    private static string[] Words(string text, ITextNormalizer normalizer) => normalizer.Normalize(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
