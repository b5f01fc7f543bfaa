namespace Audire.Metrics.Statistics;

/// <summary>Which departures from the null hypothesis count.</summary>
public enum Alternative
{
    /// <summary>Any.</summary>
    TwoSided,

    /// <summary>The first sample lies lower.</summary>
    Less,

    /// <summary>The first sample lies higher.</summary>
    Greater,
}

/// <summary>The outcome of a hypothesis test.</summary>
/// <param name="Statistic">The test statistic; NaN where the data allow none.</param>
/// <param name="PValue">How likely a statistic at least as extreme is under the null hypothesis; NaN where the data allow no test.</param>
/// <param name="Method">The test's name, such as <c>welch</c>.</param>
/// <param name="DegreesOfFreedom">Where the test has them; else null.</param>
public sealed record TestOutcome(double Statistic, double PValue, string Method, double? DegreesOfFreedom = null)
{
    /// <summary>Whether the data allowed a test at all: two constant, equal samples allow none.</summary>
    public bool IsTestable => !double.IsNaN(PValue);
}
