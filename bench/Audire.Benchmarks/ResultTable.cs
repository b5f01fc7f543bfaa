using System.Globalization;
using System.Text;
using Audire.Models.Runtime;

namespace Audire.Benchmarks;

/// <summary>Writes measurements as a Markdown table with what they were taken on.</summary>
internal static class ResultTable
{
    public static string Write(IReadOnlyList<Measurement> rows, int pairs, DateTimeOffset date)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Benchmarks, {date:yyyy-MM-dd}

            Processor: {Processor()}, {Environment.ProcessorCount} cores, {CpuFeatures.Summary}. Samples of ours and of the peer were taken in turn,
            {pairs} pairs a row; a ratio is the median over pairs, above 1 meaning that we are better (of a limit: the share of it that is reached).

            | work | threads | ours, median (best) | beside | its median | ratio (lowest – highest) | note |
            |---|---|---|---|---|---|---|

            """);
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture,
                $"| {row.Work} | {(row.Threads == 0 ? "default" : row.Threads)} | {Number(Measurement.Median(row.Ours))} ({Number(row.Best)}) {row.Unit} | {row.PeerName} | {Number(Measurement.Median(row.Peer))} {row.Unit} | **{Measurement.Median(row.Ratios):f2}** ({row.Ratios.Min():f2} – {row.Ratios.Max():f2}) | {row.Note} |\n");
        return text.ToString();
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "f0" : Math.Abs(value) >= 10 ? "f1" : "f2", CultureInfo.InvariantCulture);

    private static string Processor()
    {
        const string Source = "/proc/cpuinfo";
        var lines = File.Exists(Source) ? File.ReadAllLines(Source) : [];
        string Field(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "?";
        return $"{Field("model name")} (family {Field("cpu family")}, model {Field("model\t")})";
    }
}
