using System.CommandLine;
using Audire.Cli.Commands;
using Audire.Cli.Commands.Audit;
using Audire.Cli.Commands.Data;
using Audire.Cli.Commands.Models;
using Audire.Cli.Commands.Runs;
using Audire.Cli.Commands.Train;
using Audire.Cli.Terminal;

namespace Audire.Cli.Hosting;

/// <summary>
/// The tool's commands. Only the one that the command line names is built: the others are a name and a line of help, so that
/// <c>--help</c> touches neither models nor evaluation and answers at once.
/// </summary>
internal static class CommandCatalog
{
    private sealed record Entry(string Name, string Description, Func<CommandIo, Command> Build);

    private static readonly Entry[] Entries =
    [
        new("audit", AuditCommand.Description, static io => AuditCommand.Build(io)),
        new("runs", RunsCommand.Description, static io => RunsCommand.Build(io)),
        new("report", ReportCommand.Description, static io => ReportCommand.Build(io)),
        new("ask", AskCommand.Description, static io => AskCommand.Build(io)),
        new("transcribe", TranscribeCommand.Description, static io => TranscribeCommand.Build(io)),
        new("train", TrainCommand.Description, static io => TrainCommand.Build(io)),
        new("models", ModelsCommand.Description, static io => ModelsCommand.Build(io)),
        new("data", DataCommand.Description, static io => DataCommand.Build(io)),
        new("doctor", DoctorCommand.Description, static io => DoctorCommand.Build(io)),
    ];

    /// <summary>The names of all commands, in the order help shows them.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>The root command with the commands that <paramref name="args"/> name in full.</summary>
    public static RootCommand Root(IReadOnlyList<string> args, CommandIo io)
    {
        var root = new RootCommand("Hears, audits and mends audio-language models.");
        foreach (var entry in Entries)
            root.Add(args.Contains(entry.Name, StringComparer.Ordinal) ? entry.Build(io) : new Command(entry.Name, entry.Description));
        return root;
    }
}
