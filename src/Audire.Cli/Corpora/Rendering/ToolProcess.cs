using System.ComponentModel;
using System.Diagnostics;
using Audire.Cli.Hosting;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>Runs a program that writes a file; bounded in time and in what is read of its messages.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>True where a program can be started.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))));

    /// <summary>Runs to the end.</summary>
    /// <exception cref="CommandException">It cannot be started, fails, or is not done after a minute.</exception>
    public static void Run(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process
        {
            StartInfo = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false },
        };
        string? complaint = null;
        process.ErrorDataReceived += (_, line) => complaint ??= line.Data;
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new CommandException($"{program} cannot be started ({error.Message.TrimEnd('.')}); install it.", error);
        }
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using (cancellationToken.Register(() => Kill(process)))
            if (!process.WaitForExit(Longest))
            {
                Kill(process);
                throw new CommandException($"{program} was not done after {Longest.TotalSeconds:0} s and was stopped.");
            }
        process.WaitForExit(); // until its last message has been read
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new CommandException($"{program} ended with {process.ExitCode}: {complaint ?? "it gave no reason"}.");
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }
}
