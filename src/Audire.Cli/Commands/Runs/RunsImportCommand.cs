using System.CommandLine;
using System.Globalization;
using Audire.Cli.Commands.Audit;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs.Importing;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs import</c>: results of HELM, or answers exported as JSON lines, as a run folder of ours.</summary>
internal static class RunsImportCommand
{
    public static Command Build(CommandIo io)
    {
        var source = new Argument<string>("source") { Description = "A run folder of HELM, a folder that holds some, or items.jsonl. Example: benchmark_output/runs/v1" };
        var output = CommandOptions.Value<string?>("--out", "The run folder to make", "runs/ and the time", "runs/helm");
        var json = CommandOptions.Json("runs import benchmark_output/runs/v1 --json");
        var command = new Command("import", "Make a run folder out of HELM's results or exported answers; nothing is asked.") { source, output, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var directory = parsed.GetValue(output) ?? AuditOptionSet.NewFolder();
            var outcome = RunImport.Import(parsed.GetRequiredValue(source), directory, cancellationToken: cancellationToken);
            if (outcome.AbsentClips > 0)
                io.Error.WriteLine($"{outcome.AbsentClips} recordings are not beside the results; their answers count, and the report cannot play them.");
            var imported = new RunImported(directory, outcome.Runs, outcome.Stats.Answered, outcome.Stats.Failed, outcome.AbsentClips);
            if (parsed.GetValue(json)) io.WriteDocument(imported, CliJson.Documents.RunImported);
            else io.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{directory}: {imported.Answered} answers of {imported.Runs} runs, {imported.Failed} failed"));
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }
}

/// <summary>What <c>audire runs import --json</c> writes.</summary>
/// <param name="Run">The new run folder.</param>
/// <param name="Runs">System and scenario pairs.</param>
/// <param name="Answered">Instances with an answer.</param>
/// <param name="Failed">Instances without one.</param>
/// <param name="AbsentClips">Recordings that were not found.</param>
internal sealed record RunImported(string Run, int Runs, int Answered, int Failed, int AbsentClips);
