using System.Runtime.InteropServices;

namespace Audire.Cli.Hosting;

/// <summary>
/// Ctrl-C: the first cancels, so that work ends at the next token, chunk or item; what has not ended within
/// <see cref="Patience"/> is cut off, and a second Ctrl-C cuts off at once. Run folders survive both: their store is transactional.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>Patience of a command that saves its state after the step at hand.</summary>
    public static readonly TimeSpan WholeStep = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _source = new();
    private Timer? _cutOff;

    /// <summary>How long the work may take to end after the first signal; a second one cuts it off at once.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(900);

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Handles one interrupt; called on a thread of the runtime's.</summary>
    public void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested) HardExit.Now(ExitCode.Stopped);
        _cutOff = new Timer(static _ => HardExit.Now(ExitCode.Stopped), null, Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cutOff?.Dispose();
        _source.Dispose();
    }
}
