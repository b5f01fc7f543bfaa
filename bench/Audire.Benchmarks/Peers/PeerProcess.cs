using System.Diagnostics;

namespace Audire.Benchmarks.Peers;

/// <summary>Runs a program to its end.</summary>
internal static class PeerProcess
{
    /// <summary>What it printed, standard output and error together.</summary>
    public static string Output(string program, params string[] arguments) => Run(program, arguments).Output;

    /// <summary>Runs a program and watches its memory.</summary>
    public static ProcessRun Run(string program, params string[] arguments) => Run(new Dictionary<string, string>(), program, arguments);

    /// <summary>Runs a program with further environment variables and watches its memory.</summary>
    public static ProcessRun Run(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(5)) peak = Math.Max(peak, PeakMemory(process));
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result.Trim()}");
        return new ProcessRun(output.Result + error.Result, seconds, peak);
    }

    private static long PeakMemory(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it ended between the two calls
        }
    }
}

/// <summary>A program's run.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="Seconds">Wall time from start to end.</param>
/// <param name="PeakBytes">Largest resident memory seen.</param>
internal sealed record ProcessRun(string Output, double Seconds, long PeakBytes);
