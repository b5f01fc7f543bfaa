using System.CommandLine;
using Audire.Cli.Terminal;

namespace Audire.Cli.Hosting;

/// <summary>Parses a command line, runs its command and turns what happens into an exit code and a last line on standard error.</summary>
internal static class CommandHost
{
    /// <summary>Runs with plain writers: no colour, no redrawn progress. The seam for tests and for other programs.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RunAsync(args, new CommandIo(output, error), cancellationToken);

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandIo io, CancellationToken cancellationToken)
    {
        try
        {
            var parsed = CommandCatalog.Root(args, io).Parse(args);
            if (parsed.Errors.Count > 0) return WrongUsage(parsed, io);
            var configuration = new InvocationConfiguration
            {
                Output = io.Out,
                Error = io.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Program handles Ctrl-C itself
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            io.Error.WriteLine("Stopped.");
            return ExitCode.Stopped;
        }
        catch (UsageException error)
        {
            io.Error.WriteLine($"error: {error.Message}");
            return ExitCode.WrongUsage;
        }
#pragma warning disable CA1031 // the one top-level handler: whatever escapes becomes one sentence and exit code 1
        catch (Exception error)
#pragma warning restore CA1031
        {
            FailureReport.Write(error, io.Error);
            return ExitCode.Failed;
        }
    }

    private static int WrongUsage(ParseResult parsed, CommandIo io)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Add(result.Command is RootCommand ? "audire" : result.Command.Name);
        names.Reverse();
        // One word that is not known makes the parser complain about every word behind it: the first says it all.
        var message = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is no command or option here" : parsed.Errors[0].Message.TrimEnd('.');
        io.Error.WriteLine($"error: {message}. Run '{string.Join(' ', names)} --help' for what it takes.");
        return ExitCode.WrongUsage;
    }
}
