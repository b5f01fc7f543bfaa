namespace Audire.Metrics.Statistics;

/// <summary>A number with what is known about its uncertainty; how every estimate leaves this library.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Count">How many independent observations (items, or clusters of items) it rests on.</param>
/// <param name="Low">Lower end of the interval; NaN where there is none.</param>
/// <param name="High">Upper end of the interval; NaN where there is none.</param>
/// <param name="Method">How the interval was made, such as <c>wilson</c>.</param>
/// <param name="Level">How often such intervals hold the true value, 0 to 1. Default 0.95.</param>
public sealed record Estimate(double Value, long Count, double Low, double High, string Method, double Level = Estimate.DefaultLevel)
{
    /// <summary>The default level of confidence.</summary>
    public const double DefaultLevel = 0.95;

    /// <summary>Whether the interval leaves a value out, such as 0 for a difference.</summary>
    public bool Excludes(double value) => value < Low || value > High;

    internal static void CheckLevel(double level)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level of confidence lies between 0 and 1.");
    }
}
