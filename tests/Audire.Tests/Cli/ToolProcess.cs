using System.Diagnostics;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary>Runs the built tool as a process of its own: for what only a process shows, such as signals and loaded libraries.</summary>
internal static class ToolProcess
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "audire.dll");

    /// <summary>Starts the tool; both streams are redirected.</summary>
    public static Process Start(IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null, string? tool = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var arg in args.Prepend(tool ?? Tool).Prepend("exec")) start.ArgumentList.Add(arg);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<CommandRun> RunAsync(IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null, string? tool = null)
    {
        using var process = Start(args, environment, tool);
        return await FinishAsync(process);
    }

    /// <summary>Waits for the end of a started tool.</summary>
    public static async Task<CommandRun> FinishAsync(Process process)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
