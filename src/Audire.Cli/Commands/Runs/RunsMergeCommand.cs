using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs merge</c>: shards of one run, or runs of one suite on different systems, as one.</summary>
internal static class RunsMergeCommand
{
    public static Command Build(CommandIo io)
    {
        var folders = new Argument<string[]>("runs") { Description = "Two run folders or more. Example: runs/part1 runs/part2", Arity = new ArgumentArity(2, 1000) };
        var output = CommandOptions.Value<string>("--out", "The run folder to make", "none: it must be given", "runs/whole");
        output.Required = true;
        var json = CommandOptions.Json("runs merge runs/part1 runs/part2 --out runs/whole --json");
        var command = new Command("merge", "Join run folders into a new one and score it; nothing is asked again.") { folders, output, json };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetRequiredValue(output);
            var stats = RunMerge.Merge(parsed.GetRequiredValue(folders), directory);
            if (parsed.GetValue(json)) io.WriteDocument(new RunMerged(directory, stats.Planned, stats.Answered, stats.Failed), CliJson.Documents.RunMerged);
            else io.Out.WriteLine($"{directory}: {stats.Answered} of {stats.Planned} instances answered, {stats.Failed} failed");
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary>What <c>audire runs merge --json</c> writes.</summary>
/// <param name="Run">The new run folder.</param>
/// <param name="Planned">Instances over all systems.</param>
/// <param name="Answered">Of these, answered.</param>
/// <param name="Failed">Of these, failed.</param>
internal sealed record RunMerged(string Run, int Planned, int Answered, int Failed);
