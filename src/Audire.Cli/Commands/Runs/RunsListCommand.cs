using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs list</c>: the runs in a folder, newest first.</summary>
internal static class RunsListCommand
{
    public static Command Build(CommandIo io)
    {
        var folder = new Argument<string>("folder") { Description = "The folder that holds run folders; runs where it is left out. Example: runs", DefaultValueFactory = _ => "runs" };
        var json = CommandOptions.Json("runs list --json");
        var command = new Command("list", "List the runs in a folder, newest first.") { folder, json };
        command.SetAction(parsed =>
        {
            var runs = Find(parsed.GetRequiredValue(folder), io);
            if (parsed.GetValue(json)) io.WriteDocument(new RunList(runs), CliJson.Documents.RunList);
            else Print(runs, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static List<RunEntry> Find(string folder, CommandIo io)
    {
        var runs = new List<RunEntry>();
        foreach (var directory in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
        {
            if (!File.Exists(Path.Combine(directory, "run.db"))) continue;
            try
            {
                using var run = RunFolder.Open(directory);
                runs.Add(new RunEntry(directory, run.Spec.Suite.Name, run.Spec.Started, [.. run.Spec.Systems.Select(system => system.Name)],
                    run.Stats?.Complete ?? false, run.Stats?.Planned, run.Stats?.Answered, run.Stats?.Failed));
            }
            catch (RunException error)
            {
                io.Error.WriteLine($"Left out: {error.Message}"); // one damaged folder does not hide the others
            }
        }
        return [.. runs.OrderByDescending(run => run.Started)];
    }

    private static void Print(List<RunEntry> runs, CommandIo io)
    {
        var table = new TableView("run", "suite", "started", ">answered", ">failed", "systems");
        foreach (var run in runs)
        {
            table.Add(run.Path, run.Suite, run.Started.ToString("u", CultureInfo.InvariantCulture),
                run.Answered is { } answered ? $"{answered} of {run.Planned}" : "not scored", $"{run.Failed}", string.Join(", ", run.Systems));
        }
        table.Write(io);
    }
}

/// <summary>What <c>audire runs list --json</c> writes.</summary>
/// <param name="Runs">Newest first.</param>
internal sealed record RunList(IReadOnlyList<RunEntry> Runs);

/// <summary>A run.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Suite">The suite.</param>
/// <param name="Started">When it began.</param>
/// <param name="Systems">The systems.</param>
/// <param name="Complete">True where nothing is left to ask.</param>
/// <param name="Planned">Instances over all systems; null while it has not been scored.</param>
/// <param name="Answered">Of these, answered.</param>
/// <param name="Failed">Of these, failed.</param>
internal sealed record RunEntry(
    string Path, string Suite, DateTimeOffset Started, IReadOnlyList<string> Systems, bool Complete, int? Planned, int? Answered, int? Failed);
