using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs export</c>: every answer with its scores, for spreadsheets and data frames.</summary>
internal static class RunsExportCommand
{
    private static readonly string[] Columns = ["system", "scenario", "aspect", "instance", "metric", "value", "answer", "reference", "error", "seconds"];

    public static Command Build(CommandIo io)
    {
        var folder = RunsCommand.RunArgument();
        var csv = CommandOptions.Flag("--csv", "Write CSV, a row an answer and metric", "runs export runs/20261125-101500 --csv > items.csv");
        var lines = CommandOptions.Flag("--jsonl", "Write JSON lines, one an answer", "runs export runs/20261125-101500 --jsonl > items.jsonl");
        var command = new Command("export", "Write every answer of a run with its scores to standard output.") { folder, csv, lines };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) == result.GetValue(lines)) result.AddError("Choose one form: --csv or --jsonl");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            using var run = RunFolder.Open(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(csv)) io.Out.Write(string.Join(',', Columns) + "\r\n");
            foreach (var item in run.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (parsed.GetValue(csv)) WriteRows(item, io.Out);
                else io.WriteLine(item, CliJson.Lines.ItemRecord);
            }
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static void WriteRows(ItemRecord item, TextWriter writer)
    {
        // An answer without a score keeps a row of its own, so that nothing is lost.
        var scores = item.Scores.Count > 0 ? item.Scores.Select(pair => (pair.Key, (double?)pair.Value)) : [("", null)];
        foreach (var (metric, value) in scores)
        {
            string?[] fields = [item.System, item.Scenario, item.Aspect, item.Instance, metric, value?.ToString("R", CultureInfo.InvariantCulture), item.Answer,
                string.Join(" | ", item.References), item.Error, item.Seconds.ToString("R", CultureInfo.InvariantCulture)];
            writer.Write(string.Join(',', fields.Select(Field)) + "\r\n"); // RFC 4180
        }
    }

    private static string Field(string? text) => text is null ? ""
        : text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
