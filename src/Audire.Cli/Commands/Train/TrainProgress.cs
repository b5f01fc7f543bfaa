using System.Globalization;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Training.Runs;

namespace Audire.Cli.Commands.Train;

/// <summary>Tells how a training goes: a line that is drawn again on a terminal, plain lines elsewhere, JSON lines where asked for.</summary>
/// <param name="io">Where to tell.</param>
/// <param name="steps">Steps in all.</param>
/// <param name="json">Whether each line of the log is written to standard output.</param>
internal sealed class TrainProgress(CommandIo io, long steps, bool json) : IDisposable
{
    private string _what = "training";
    private ProgressLine _line = new(io, "training", "steps");

    /// <summary>Tells of a line of the log.</summary>
    public void Tell(RunLine line)
    {
        if (json) io.WriteLine(line, CliJson.Lines.RunLine);
        Switch("training", "steps");
        if (line.Kind == RunLine.Stepped)
            _line.Report(line.Step, steps, string.Create(CultureInfo.InvariantCulture, $"loss {line.Loss:0.000}, {line.Accuracy:0.0 %} of tokens"), line.Seconds > 0 ? 1 / line.Seconds : null);
        else
            io.Error.WriteLine($"step {line.Step}: {line.Note ?? string.Join(", ", (line.Metrics ?? new Dictionary<string, double>()).Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.000}")))}");
    }

    /// <summary>Tells of work before training.</summary>
    public void Prepare(string what, int done, int all)
    {
        Switch(what, "clips");
        _line.Report(done, all);
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private void Switch(string what, string unit)
    {
        if (what == _what) return;
        _line.Dispose();
        (_what, _line) = (what, new ProgressLine(io, what, unit));
    }
}
