using Audire.Metrics.Normalization;

namespace Audire.Metrics.Matching;

/// <summary>Whether, or how far, an answer matches an expected text: HELM's match metrics, each 0 to 1, higher is better.</summary>
/// <remarks>
/// A null or empty prediction scores 0 everywhere; one of white space only is compared like any other. With several right answers take
/// the best score. Stateless; safe to call from any thread.
/// </remarks>
public static class TextMatch
{
    /// <summary>1 where both are equal but for white space at the ends.</summary>
    public static double Exact(string gold, string? prediction) => Score(gold, prediction, PythonText.Strip, Same);

    /// <summary>1 where both are equal after <see cref="TextNormalizers.Helm"/>. Two texts of which nothing is left are equal.</summary>
    public static double QuasiExact(string gold, string? prediction) => Score(gold, prediction, TextNormalizers.Helm.Normalize, Same);

    /// <summary>1 where both are equal after <see cref="TextNormalizers.HelmWithArticles"/>.</summary>
    public static double QuasiExactWithArticles(string gold, string? prediction) =>
        Score(gold, prediction, TextNormalizers.HelmWithArticles.Normalize, Same);

    /// <summary>1 where the prediction starts with the gold, but for white space at the ends. An empty gold starts everything.</summary>
    public static double Prefix(string gold, string? prediction) => Score(gold, prediction, PythonText.Strip, Starts);

    /// <summary>
    /// 1 where the prediction starts with the gold after <see cref="TextNormalizers.Helm"/>: AHELM's pseudo-exact match. Not bounded by
    /// words: gold <c>cat</c> accepts <c>caterpillar</c>.
    /// </summary>
    public static double QuasiPrefix(string gold, string? prediction) => Score(gold, prediction, TextNormalizers.Helm.Normalize, Starts);

    /// <summary>Harmonic mean of precision and recall over the <em>sets</em> of words after <see cref="TextNormalizers.Helm"/>; 0 where either is empty.</summary>
    /// <returns>0 to 1; null where the prediction is null, which HELM cannot score.</returns>
    public static double? TokenF1(string gold, string? prediction)
    {
        if (prediction is null) return null;
        var expected = PythonText.Split(TextNormalizers.Helm.Normalize(gold)).ToHashSet();
        var given = PythonText.Split(TextNormalizers.Helm.Normalize(prediction)).ToHashSet();
        int common = given.Count(expected.Contains);
        if (common == 0) return 0;
        double precision = (double)common / given.Count, recall = (double)common / expected.Count;
        return 1 / (0.5 / precision + 0.5 / recall);
    }

    /// <summary>The best score over several right answers; 0 where there is none.</summary>
    public static double Best(IEnumerable<string> golds, string? prediction, Func<string, string?, double> metric) =>
        golds.Select(gold => metric(gold, prediction)).DefaultIfEmpty(0).Max();

    private static double Score(string gold, string? prediction, Func<string, string> normalize, Func<string, string, bool> matches) =>
        !string.IsNullOrEmpty(prediction) && matches(normalize(gold), normalize(prediction)) ? 1 : 0;

    private static bool Same(string gold, string prediction) => gold == prediction;

    private static bool Starts(string gold, string prediction) => prediction.StartsWith(gold, StringComparison.Ordinal);
}
