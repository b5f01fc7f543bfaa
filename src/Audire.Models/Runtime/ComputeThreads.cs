namespace Audire.Models.Runtime;

/// <summary>Threads on which models load and compute, so that a caller who awaits is never blocked: the one used last first; requests on at most one a processor and no fewer than two at a time.</summary>
/// <remarks>
/// Not the thread pool: there each step of each request may run on another thread, and every thread that calls libtorch comes to own a heap of the C library
/// that holds back what was freed, and a team of OpenMP threads. Once a second team lives, even an idle one, OpenMP lets no thread wait in a spin for the next operation,
/// and decoding takes 1.6 times as long. So requests that follow one another all run on one thread here, models load on it too, and a thread ends when it has had nothing to do for a while.
/// Further requests wait their turn. Thread-safe. Work must not wait for other work of its kind.
/// </remarks>
public static class ComputeThreads
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly int Most = Math.Max(2, Environment.ProcessorCount);
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Idle = []; // the one used last stands last
    private static readonly Queue<Work> Waiting = new();
    private static int _requests; // that are computed at this moment

    [ThreadStatic]
    private static bool _isOurs;

    /// <summary>Runs a request on a thread that is free or new, or where enough requests are computed already once one of them is done.</summary>
    /// <param name="work">What to compute.</param>
    /// <param name="cancellation">Looked at before the work begins; the work itself looks at its own.</param>
    /// <returns>What it computed, or its error. What awaits it goes on on the thread pool.</returns>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return cancellation.IsCancellationRequested ? Task.FromCanceled<T>(cancellation) : Give(work, isRequest: true, cancellation);
    }

    /// <summary>Runs work that the caller cannot go on without, as loading is: here where this is such a thread already, else on one that is free or new, however many there are.</summary>
    /// <returns>What it computed.</returns>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _isOurs ? work() : Give(work, isRequest: false, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static Task<T> Give<T>(Func<T> work, bool isRequest, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Give(new Work(() => Compute(work, done, cancellation), isRequest));
        return done.Task;
    }

    private static void Give(Work work)
    {
        Worker? worker = null;
        lock (Gate)
        {
            if (work.IsRequest && _requests == Most)
            {
                Waiting.Enqueue(work);
                return;
            }

            if (work.IsRequest) _requests++;
            if (Idle.Count > 0)
            {
                worker = Idle[^1];
                Idle.RemoveAt(Idle.Count - 1);
            }
        }

        (worker ?? new Worker()).Take(work);
    }

    // What a thread goes on with that has done some work; where there is nothing it is free.
    private static Work? After(Work done, Worker worker)
    {
        lock (Gate)
        {
            if (done.IsRequest && Waiting.TryDequeue(out var next)) return next;
            if (done.IsRequest) _requests--;
            Idle.Add(worker);
            return null;
        }
    }

    // Computes now, and leaves it to the thread when to tell.
    private static Action Compute<T>(Func<T> work, TaskCompletionSource<T> done, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var result = work();
            return () => done.SetResult(result);
        }
        catch (OperationCanceledException stopped)
        {
            return () => done.SetCanceled(stopped.CancellationToken);
        }
        catch (Exception error)
        {
            return () => done.SetException(error);
        }
    }

    private sealed record Work(Func<Action> Compute, bool IsRequest);

    private sealed class Worker
    {
        private readonly object _given = new();
        private Work? _work;

        public Worker() => new Thread(Run) { IsBackground = true, Name = "Audire computes" }.Start();

        public void Take(Work work)
        {
            lock (_given)
            {
                _work = work;
                Monitor.Pulse(_given);
            }
        }

        private void Run()
        {
            _isOurs = true;
            Work? next = null;
            while ((next ?? Taken()) is { } work)
            {
                var tell = work.Compute();
                next = After(work, this); // before anybody is told, so that what follows finds this thread
                tell();
            }
        }

        // What this thread was given; null once it was given nothing for a while and has left.
        private Work? Taken()
        {
            lock (_given)
            {
                if (_work is null) Monitor.Wait(_given, Patience);
                if (_work is null && HasLeft()) return null;
                while (_work is null) Monitor.Wait(_given); // chosen this moment: it comes
                var taken = _work;
                _work = null;
                return taken;
            }
        }

        private bool HasLeft()
        {
            lock (Gate) return Idle.Remove(this);
        }
    }
}
