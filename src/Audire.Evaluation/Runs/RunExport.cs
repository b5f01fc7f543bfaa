using System.Globalization;
using System.Text;

namespace Audire.Evaluation.Runs;

/// <summary>The forms in which a run leaves its folder.</summary>
public enum ExportFormat
{
    /// <summary>Cells as comma-separated values (RFC 4180), a header line first.</summary>
    Csv,

    /// <summary>Items as JSON, one a line, as in <c>items.jsonl</c>.</summary>
    Jsonl,
}

/// <summary>Writes a run's numbers or items for other programs, as one file; HELM's folders are written by <see cref="Helm.HelmExport"/>.</summary>
public static class RunExport
{
    private const string Header = "system,scenario,aspect,metric,higherIsBetter,value,low,high,interval,n,missing,failed,main";

    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="format">The form.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <exception cref="RunException">The run has not been scored (for cells).</exception>
    public static void Write(RunFolder run, ExportFormat format, Stream output)
    {
        switch (format)
        {
            case ExportFormat.Csv:
                if (run.Stats is null) throw new RunException($"{run.Directory} has not been scored; continue it with --resume.");
                using (var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" })
                    WriteCells(run.Cells, writer);
                break;
            case ExportFormat.Jsonl:
                RunFiles.WriteItems(output, run.Items);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "This is no form of export.");
        }
    }

    private static void WriteCells(IEnumerable<Cell> cells, TextWriter writer)
    {
        writer.WriteLine(Header);
        foreach (var cell in cells)
        {
            writer.WriteLine(string.Join(',', Quote(cell.System), Quote(cell.Scenario), Quote(cell.Aspect), Quote(cell.Metric), Flag(cell.HigherIsBetter),
                Number(cell.Value), Number(cell.Low), Number(cell.High), Quote(cell.Interval), Count(cell.N), Count(cell.Missing), Count(cell.Failed), Flag(cell.Main)));
        }
    }

    // A field that a spreadsheet would take for a formula is made a text by the apostrophe that spreadsheets know.
    private static string Quote(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool? value) => value switch { true => "true", false => "false", null => "" };
}
