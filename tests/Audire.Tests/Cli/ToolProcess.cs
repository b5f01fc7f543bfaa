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
        var host = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        // What runs in a shell's background ignores interrupts, and so would its children: this one is to hear them.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", host, "exec", tool ?? Tool] : [host, "exec", tool ?? Tool];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var arg in command.Skip(1).Concat(args)) start.ArgumentList.Add(arg);
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
