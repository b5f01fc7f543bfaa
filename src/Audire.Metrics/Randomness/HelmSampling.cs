namespace Audire.Metrics.Randomness;

/// <summary>Which instances HELM evaluates where a scenario has more than it takes.</summary>
public static class HelmSampling
{
    /// <summary>AHELM's limit of instances a run.</summary>
    public const int DefaultLimit = 1000;

    /// <summary>Indices of the instances that are kept, in the order HELM evaluates them.</summary>
    /// <param name="count">Instances there are.</param>
    /// <param name="limit">Most to keep. Default 1000.</param>
    /// <param name="seed">HELM's is 0.</param>
    /// <returns>All in their own order where there are at most <paramref name="limit"/>; else a random selection in the order drawn.</returns>
    public static int[] Select(int count, int limit = DefaultLimit, uint seed = 0) =>
        count <= limit ? [.. Enumerable.Range(0, count)] : new NumpyLegacyRandom(seed).Choice(count, limit);
}
