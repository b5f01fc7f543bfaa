using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Audire.Metrics.Randomness;
using Audire.Metrics.Statistics;

namespace Audire.Evaluation.Boards;

/// <summary>
/// Resamples of a scenario's clusters (speakers, sentences, clips), drawn with replacement. Every system and every metric of the scenario is
/// evaluated on the same resamples, so differences and ranks are paired.
/// </summary>
/// <remarks>Efron and Tibshirani 1993, chapter 8: what is drawn is the unit within which answers depend on each other. Immutable.</remarks>
internal sealed class ClusterBootstrap
{
    /// <summary>Resamples that are drawn.</summary>
    public const int Replicates = 2000;

    private readonly ushort[][] _times;

    /// <summary>Draws the resamples.</summary>
    /// <param name="unit">What a cluster is, for the name of the interval.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="seed">A name; equal names and numbers give equal resamples.</param>
    public ClusterBootstrap(string unit, int clusters, string seed)
    {
        Unit = unit;
        Clusters = clusters;
        Once = [.. Enumerable.Repeat((ushort)1, clusters)];
        var random = new NumpyGenerator(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("bootstrap/" + seed))));
        _times = new ushort[Replicates][];
        for (int replicate = 0; replicate < Replicates; replicate++)
        {
            var times = _times[replicate] = new ushort[clusters];
            for (int draw = 0; draw < clusters; draw++) times[random.Next(clusters)]++;
        }
    }

    /// <summary>What a cluster is.</summary>
    public string Unit { get; }

    /// <summary>Number of clusters.</summary>
    public int Clusters { get; }

    /// <summary>Every cluster once: the sample itself.</summary>
    public ushort[] Once { get; }

    /// <summary>How often each cluster is in a resample.</summary>
    public ReadOnlySpan<ushort> Times(int replicate) => _times[replicate];

    /// <summary>The statistic with its percentile interval.</summary>
    public CellEstimate Estimate(IStatistic statistic)
    {
        var value = statistic.Value(Once);
        if (value is null) return CellEstimate.None;
        var replicates = new List<double>(Replicates);
        for (int i = 0; i < Replicates; i++)
            if (statistic.Value(_times[i]) is { } drawn) replicates.Add(drawn);
        // One cluster cannot tell how clusters differ; resamples that mostly leave a group out cannot tell how it varies.
        return statistic.ClusterCount < 2 || replicates.Count < Replicates / 2
            ? new CellEstimate(value, null, null, "")
            : new CellEstimate(value, Low(replicates), High(replicates), $"bootstrap({Unit}, {Replicates})");
    }

    /// <summary>The lower end of the 95 % percentile interval.</summary>
    public static double Low(IReadOnlyCollection<double> replicates) => Descriptive.Quantile(replicates, 0.025);

    /// <summary>The upper end of the 95 % percentile interval.</summary>
    public static double High(IReadOnlyCollection<double> replicates) => Descriptive.Quantile(replicates, 0.975);
}

/// <summary>A value with its 95 % interval.</summary>
/// <param name="Value">The value; null where it is not defined.</param>
/// <param name="Low">Lower end; null where it is not defined.</param>
/// <param name="High">Upper end.</param>
/// <param name="Interval">The interval's method; empty where there is none.</param>
internal readonly record struct CellEstimate(double? Value, double? Low, double? High, string Interval)
{
    /// <summary>No value.</summary>
    public static CellEstimate None { get; } = new(null, null, null, "");
}
