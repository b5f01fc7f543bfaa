using System.CommandLine;
using Audire.Cli.Commands.Train;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Reporting;

namespace Audire.Cli.Commands;

/// <summary><c>audire report</c>: the report of a run folder, an audit's or a training's, built where it is absent or older than the run.</summary>
internal static class ReportCommand
{
    public const string Description = "Build the report of a run folder and print where it is.";

    public static Command Build(CommandIo io)
    {
        var run = new Argument<string>("run") { Description = "A run folder. Example: runs/20261125-101500" };
        var output = CommandOptions.Value<string?>("--out", "The folder to write the report to", "report inside the run folder", "site");
        var rebuild = CommandOptions.Flag("--rebuild", "Build it even where it is newer than the run", "report runs/20261125-101500 --rebuild");
        var json = CommandOptions.Json("report runs/20261125-101500 --json");
        var command = new Command("report", Description) { run, output, rebuild, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetRequiredValue(run);
            var target = parsed.GetValue(output) ?? Path.Combine(folder, "report");
            var file = TrainingReport.IsTraining(folder) ? await TrainingReport.Build(folder, target, cancellationToken)
                : !parsed.GetValue(rebuild) && Current(folder, target) is { } current ? current : await ReportBuilder.Build(folder, target, cancellationToken);
            if (parsed.GetValue(json)) io.WriteDocument(new ReportMade(file), CliJson.Documents.ReportMade);
            else io.Out.WriteLine(file);
            return ExitCode.Done;
        });
        return command;
    }

    // Numbers change only when the run is scored, which writes its statistics anew.
    private static string? Current(string run, string target)
    {
        var index = new FileInfo(Path.GetFullPath(Path.Combine(target, "index.html")));
        var stats = new FileInfo(Path.Combine(run, "stats.json"));
        return index.Exists && stats.Exists && index.LastWriteTimeUtc >= stats.LastWriteTimeUtc ? index.FullName : null;
    }
}

/// <summary>What <c>audire report --json</c> writes.</summary>
/// <param name="Report">The report's first page.</param>
internal sealed record ReportMade(string Report);
