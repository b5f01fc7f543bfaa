using System.Globalization;

namespace Audire.Benchmarks.Peers;

/// <summary>Debian's python3-torch training the tiny transformer, tuned as it runs best on two threads (performance notes, section 4).</summary>
internal static class TorchTraining
{
    // Debian's own, which python3-torch belongs to: another python3 may come first on PATH.
    private const string Python = "/usr/bin/python3";

    /// <summary>Milliseconds of a step, the median over some steps of one process.</summary>
    public static double Step(int threads, int steps)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture),
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_PROC_BIND"] = "true",
            ["MALLOC_MMAP_THRESHOLD_"] = "4294967296",
            ["MALLOC_TRIM_THRESHOLD_"] = "4294967296",
        };
        var script = Path.Combine(AppContext.BaseDirectory, "tiny_transformer.py");
        var printed = PeerProcess.Run(environment, Python, script, steps.ToString(CultureInfo.InvariantCulture)).Output;
        var line = printed.Split('\n').FirstOrDefault(line => line.StartsWith("step_ms ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"python3-torch printed no step time: {printed.Trim()}");
        return double.Parse(line["step_ms ".Length..], CultureInfo.InvariantCulture);
    }
}
