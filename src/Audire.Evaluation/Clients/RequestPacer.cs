namespace Audire.Evaluation.Clients;

/// <summary>Keeps requests to a server at a pace: each starts no sooner than a fixed time after the one before. Thread safe.</summary>
/// <param name="perMinute">Most requests a minute; 0 for any number.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPacer(double perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _next;

    /// <summary>Waits for one's turn.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (perMinute <= 0) return Task.CompletedTask;
        TimeSpan wait;
        lock (_gate)
        {
            long now = time.GetTimestamp(), step = (long)(time.TimestampFrequency * 60 / perMinute);
            long turn = _next is { } next && next > now ? next : now;
            _next = turn + step;
            wait = time.GetElapsedTime(now, turn);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
