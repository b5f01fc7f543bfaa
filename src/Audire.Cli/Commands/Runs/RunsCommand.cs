using System.CommandLine;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs</c>: run folders.</summary>
internal static class RunsCommand
{
    public const string Description = "List, show, compare, import, export and merge run folders.";

    public static Command Build(CommandIo io) => new("runs", Description)
    {
        RunsListCommand.Build(io),
        RunsShowCommand.Build(io),
        RunsDiffCommand.Build(io),
        RunsImportCommand.Build(io),
        RunsExportCommand.Build(io),
        RunsMergeCommand.Build(io),
    };

    /// <summary>The argument that names a run folder.</summary>
    public static Argument<string> RunArgument(string name = "run") => new(name) { Description = "A run folder. Example: runs/20261125-101500" };
}
