using System.Diagnostics;
using Xunit;

namespace Audire.EndToEnd.Tests.Tool;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program; the test fails where it does not exit 0.</summary>
    public static async Task<Command> SucceedAsync(string program, IEnumerable<string> args, string? folder = null)
    {
        var command = await RunAsync(program, args, folder);
        Assert.True(command.ExitCode == 0, $"{program} {string.Join(' ', args)} exited {command.ExitCode}:\n{command.Output}\n{command.Error}");
        return command;
    }

    /// <summary>Runs a program.</summary>
    public static async Task<Command> RunAsync(string program, IEnumerable<string> args, string? folder = null)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder ?? "" };
        // A build that was started by 'dotnet test' must not take its parent's MSBuild for its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new Command(process.ExitCode, await output, await error);
    }

    /// <summary>The checkout this test assembly was built from.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Audire.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"Audire.slnx is in no folder above {AppContext.BaseDirectory}.");
    }
}
