using System.Globalization;
using System.Text.Json;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Reporting.Curves;
using Audire.Training.Runs;

namespace Audire.Cli.Commands.Train;

/// <summary>The report of a training: its curves, and what it was.</summary>
internal static class TrainingReport
{
    /// <summary>Whether a folder holds a training.</summary>
    public static bool IsTraining(string folder) => File.Exists(Path.Combine(folder, RunPaths.Log));

    /// <summary>Builds the report of a training's folder.</summary>
    /// <exception cref="CommandException">Nothing was logged yet.</exception>
    public static Task<string> Build(string folder, string target, CancellationToken cancellationToken)
    {
        var lines = RunLog.Read(folder);
        if (lines.Count == 0) throw new CommandException($"The training in {folder} has done no step yet.");
        return CurveReport.Build(Page(folder, lines), target, cancellationToken);
    }

    private static CurvePage Page(string folder, IReadOnlyList<RunLine> lines)
    {
        var steps = lines.Where(line => line.Kind == RunLine.Stepped).ToArray();
        var evaluations = lines.Where(line => line.Kind == RunLine.Evaluation).ToArray();
        var metrics = evaluations.SelectMany(line => line.Metrics!.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var charts = new List<CurveChart>
        {
            new("Loss", "steps", [Line("training", steps, line => line.Loss), .. Measured("loss", "held out")]),
            new("Share of right predictions", "steps", [Line("training", steps, line => line.Accuracy), .. Measured("accuracy", "held out")]),
        };
        charts.AddRange(metrics.Where(metric => metric is not ("loss" or "accuracy")).Select(metric => new CurveChart(metric, "steps", [.. Measured(metric, metric)])));
        charts.Add(new("Learning rate", "steps", [Line("rate", steps, line => line.Rate)]));
        charts.Add(new("Norm of the gradient", "steps", [Line("norm", steps, line => line.GradientNorm)]));
        var record = Record(folder);
        return new CurvePage(
            record?.Title ?? "Training", Facts(record, steps), charts,
            [.. lines.Where(line => line.Note is not null).Select(line => new CurveNote(string.Create(CultureInfo.InvariantCulture, $"At step {line.Step}"), line.Note!))]);

        IEnumerable<CurveLine> Measured(string metric, string name) => metrics.Contains(metric) ? [Line(name, evaluations, line => line.Metrics!.TryGetValue(metric, out var value) ? value : null)] : [];
    }

    private static CurveLine Line(string name, IReadOnlyList<RunLine> lines, Func<RunLine, double?> value) =>
        new(name, CurveThinning.Thin([.. lines.Select(line => new CurvePoint(line.Step, value(line)))]));

    private static Dictionary<string, string> Facts(RunRecord? record, RunLine[] steps)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (record is not null)
        {
            facts["began"] = record.Started.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
            facts["settings"] = string.Join(", ", record.Settings.Select(pair => $"{pair.Key} {pair.Value}"));
            facts["made of"] = string.Join(", ", record.Identity.Select(pair => $"{pair.Key} {pair.Value}"));
            if (record.Environment?.Deserialize(CliJson.Lines.RunEnvironment) is { } code)
            {
                facts["code"] = $"Audire {code.Version}, {(code.Revision.Length > 0 ? code.Revision : "revision unknown")}{(code.Dirty == true ? " with local changes" : "")}";
                facts["engine"] = string.Join(", ", code.Engine.Select(pair => $"{pair.Key} {pair.Value}")) + $" on {code.Hardware["processor"]}";
            }
            if (record.Skipped.Count > 0) facts["left out"] = string.Join(", ", record.Skipped.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} × {pair.Key}")));
        }
        if (steps.Length == 0) return facts;
        facts["steps"] = steps[^1].Step.ToString(CultureInfo.InvariantCulture);
        // The log may hold every tenth step alone: the others took as long.
        facts["time"] = string.Create(CultureInfo.InvariantCulture, $"{steps.Average(line => line.Seconds ?? 0) * steps[^1].Step / 3600:0.00} hours in steps, {steps.Sum(line => line.WaitSeconds ?? 0) / Math.Max(1e-9, steps.Sum(line => line.Seconds ?? 0)):0.0 %} of them waiting for data");
        return facts;
    }

    private static RunRecord? Record(string folder)
    {
        var path = Path.Combine(folder, RunPaths.Record);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), TrainingJson.Readable.RunRecord) : null;
    }
}
