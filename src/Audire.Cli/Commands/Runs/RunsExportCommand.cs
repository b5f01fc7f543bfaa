using System.CommandLine;
using System.Text;
using Audire.Cli.Hosting;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Runs.Helm;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs export</c>: a run's numbers or answers for spreadsheets, data frames and other programs.</summary>
internal static class RunsExportCommand
{
    public static Command Build(CommandIo io)
    {
        var folder = RunsCommand.RunArgument();
        var csv = CommandOptions.Flag("--csv", "Write every number as CSV", "runs export runs/20261125-101500 --csv");
        var lines = CommandOptions.Flag("--jsonl", "Write every answer with its scores as JSON lines", "runs export runs/20261125-101500 --jsonl");
        var helm = CommandOptions.Flag("--helm", "Write a folder in HELM's layout, recordings included", "runs export runs/20261125-101500 --helm");
        var file = CommandOptions.Value<string?>("--out", "The file to write, or with --helm the folder", "standard output; with --helm benchmark_output", "numbers.csv");
        var command = new Command("export", "Write a run's numbers or answers for other programs.") { folder, csv, lines, helm, file };
        command.Validators.Add(result =>
        {
            if (new[] { csv, lines, helm }.Count(result.GetValue) != 1) result.AddError("Choose one form: --csv, --jsonl or --helm");
        });
        command.SetAction(parsed =>
        {
            using var run = RunFolder.Open(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(helm))
            {
                foreach (var written in HelmExport.Write(run, parsed.GetValue(file) ?? "benchmark_output")) io.Out.WriteLine(written);
                return ExitCode.Done;
            }
            using var export = new MemoryStream();
            RunExport.Write(run, parsed.GetValue(csv) ? ExportFormat.Csv : ExportFormat.Jsonl, export);
            if (parsed.GetValue(file) is { } path) File.WriteAllBytes(path, export.ToArray());
            else io.Out.Write(Encoding.UTF8.GetString(export.GetBuffer(), 0, (int)export.Length));
            return ExitCode.Done;
        });
        return command;
    }
}
