using System.Threading.Channels;

namespace Audire.Training;

/// <summary>Loads batches ahead of their use on one background thread, in order.</summary>
internal sealed class Prefetch<TExample> : IDisposable
{
    private readonly IBatchSource<TExample> _source;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<IReadOnlyList<TExample>> _loaded;
    private readonly Task _loading;

    public Prefetch(IBatchSource<TExample> source, long first, long last, int ahead, CancellationToken cancellationToken)
    {
        _source = source;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loaded = Channel.CreateBounded<IReadOnlyList<TExample>>(new BoundedChannelOptions(Math.Max(1, ahead)) { SingleReader = true, SingleWriter = true });
        _loading = Task.Factory.StartNew(() => LoadAsync(first, last), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>The next batch; waits for it where it is not there yet.</summary>
    public IReadOnlyList<TExample> Next(CancellationToken cancellationToken)
    {
        try
        {
            return _loaded.Reader.ReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException e) when (e.InnerException is { } cause)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _loading.GetAwaiter().GetResult();
        while (_loaded.Reader.TryRead(out var unused)) _source.Release(unused);
        _stop.Dispose();
    }

    private async Task LoadAsync(long first, long last)
    {
        try
        {
            for (var number = first; number < last; number++)
            {
                var batch = _source.Load(number, _stop.Token);
                try
                {
                    await _loaded.Writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    _source.Release(batch);
                    throw;
                }
            }
            _loaded.Writer.Complete();
        }
#pragma warning disable CA1031 // handed to whoever waits for the batch
        catch (Exception error)
#pragma warning restore CA1031
        {
            _loaded.Writer.TryComplete(error);
        }
    }
}
