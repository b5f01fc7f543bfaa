using System.CommandLine;
using System.Globalization;
using Audire.Cli.Commands.Audit;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs show</c>: what was run, where, and what came out.</summary>
internal static class RunsShowCommand
{
    public static Command Build(CommandIo io)
    {
        var folder = RunsCommand.RunArgument();
        var json = CommandOptions.Json("runs show runs/20261125-101500 --json");
        var command = new Command("show", "Show a run: suite, systems, machine, board.") { folder, json };
        command.SetAction(parsed =>
        {
            using var run = RunFolder.Open(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(json)) io.WriteDocument(new RunShown(run.Spec, run.Stats), CliJson.Documents.RunShown);
            else Print(run, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RunFolder run, CommandIo io)
    {
        var spec = run.Spec;
        io.Out.WriteLine($"suite     {spec.Suite.Name} ({spec.Suite.Clips} clips, {spec.Suite.Source})");
        io.Out.WriteLine($"started   {spec.Started.ToString("u", CultureInfo.InvariantCulture)}");
        io.Out.WriteLine($"audire    {spec.Environment.Version} {spec.Environment.Revision}{(spec.Environment.Dirty == true ? " with changes" : "")}");
        io.Out.WriteLine($"engine    {string.Join(", ", spec.Environment.Engine.Select(pair => $"{pair.Key} {pair.Value}"))}");
        io.Out.WriteLine($"arguments {string.Join(' ', spec.Arguments.Given)}");
        if (run.Stats is not { } stats)
        {
            io.Out.WriteLine($"not scored yet; continue with: audire audit --resume {run.Directory}");
            return;
        }
        io.Out.WriteLine($"answered  {stats.Answered} of {stats.Planned}, {stats.Failed} failed, {stats.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        io.Out.WriteLine();
        BoardView.Write(stats.Board, stats.Cells, io);
        BoardView.WriteNotRun(stats.NotRun, io);
    }
}

/// <summary>What <c>audire runs show --json</c> writes.</summary>
/// <param name="Spec">What was run.</param>
/// <param name="Stats">All numbers; null while it has not been scored.</param>
internal sealed record RunShown(RunSpec Spec, RunStats? Stats);
