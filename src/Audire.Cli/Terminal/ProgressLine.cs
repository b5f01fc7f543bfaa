using System.Globalization;

namespace Audire.Cli.Terminal;

/// <summary>
/// Progress of long work on standard error: what is done of how much, the rate and the time left. On a terminal one line is
/// drawn again; elsewhere a plain line is written now and then.
/// </summary>
/// <remarks>Safe to report to from several threads.</remarks>
internal sealed class ProgressLine(CommandIo io, string what, string unit, TimeProvider? time = null) : IDisposable
{
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);
    private const string EraseToEnd = "\e[K";

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();
    private long _lastShown = long.MinValue;
    private bool _drawn;

    /// <summary>Reports where the work stands.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all; 0 where it is not known.</param>
    /// <param name="detail">What is being worked on; may be empty.</param>
    /// <param name="rate">Units a second where the work knows better than its units done, say because some were done before; else null.</param>
    public void Report(double done, double total, string detail = "", double? rate = null)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var finished = total > 0 && done >= total;
            if (_lastShown != long.MinValue && !finished && _time.GetElapsedTime(_lastShown, now) < (io.IsInteractive ? RedrawEvery : PlainEvery)) return;
            _lastShown = now;
            var line = Describe(done, total, rate ?? Rate(done, _time.GetElapsedTime(_start, now)), detail);
            if (!io.IsInteractive)
            {
                io.Error.WriteLine(line);
                return;
            }
            _drawn = true;
            var width = Math.Max(20, Console.WindowWidth - 1);
            io.Error.Write('\r' + (line.Length > width ? line[..width] : line) + EraseToEnd);
        }
    }

    /// <summary>Ends the line that was drawn, so that what follows starts on one of its own.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_drawn) io.Error.Write('\r' + EraseToEnd);
            _drawn = false;
        }
    }

    private static double Rate(double done, TimeSpan elapsed) => elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;

    private string Describe(double done, double total, double rate, string detail)
    {
        var parts = new List<string> { total > 0 ? $"{what}: {Number(done)} of {Number(total)} {unit}" : $"{what}: {Number(done)} {unit}" };
        if (rate > 0) parts.Add($"{Number(rate)} {unit}/s");
        if (rate > 0 && total > done) parts.Add($"{Duration((total - done) / rate)} left");
        if (detail.Length > 0) parts.Add(detail);
        return string.Join(", ", parts);
    }

    private static string Number(double value) => value.ToString(value is < 100 and not 0 && value != Math.Floor(value) ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min");
}
