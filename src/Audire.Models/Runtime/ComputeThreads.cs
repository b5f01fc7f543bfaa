namespace Audire.Models.Runtime;

/// <summary>Threads on which models compute, so that a caller who awaits is never blocked: at most one a processor and no fewer than two, the one used last first.</summary>
/// <remarks>
/// Not the thread pool: there each step of each request may run on another thread, and every thread that calls libtorch comes to own a team of OpenMP threads and a heap of the C library
/// that holds back what was freed. Requests that follow one another all run on one thread here; where all are busy, work waits its turn. Thread-safe. Work must not wait for other work of its kind.
/// </remarks>
public static class ComputeThreads
{
    private static readonly int Most = Math.Max(2, Environment.ProcessorCount);
    private static readonly Lock Gate = new();
    private static readonly Stack<Worker> Idle = new();
    private static readonly Queue<Func<Action>> Waiting = new();
    private static int _workers;

    /// <summary>Runs work on a thread that is free, on a new one, or where there are enough of them once one is free.</summary>
    /// <param name="work">What to compute.</param>
    /// <param name="cancellation">Looked at before the work begins; the work itself looks at its own.</param>
    /// <returns>What it computed, or its error. What awaits it goes on on the thread pool.</returns>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Give(() => Compute(work, done, cancellation));
        return done.Task;
    }

    private static void Give(Func<Action> work)
    {
        Worker? worker;
        lock (Gate)
        {
            if (!Idle.TryPop(out worker) && _workers == Most)
            {
                Waiting.Enqueue(work);
                return;
            }

            if (worker is null) _workers++;
        }

        (worker ?? new Worker()).Take(work);
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

    private sealed class Worker
    {
        private readonly object _given = new();
        private Func<Action>? _work;

        public Worker() => new Thread(Run) { IsBackground = true, Name = "Audire computes" }.Start();

        public void Take(Func<Action> work)
        {
            lock (_given)
            {
                _work = work;
                Monitor.Pulse(_given);
            }
        }

        private void Run()
        {
            Func<Action>? next = null;
            while (true)
            {
                var tell = (next ?? Taken())();
                // Free before anybody is told, so that what follows finds this thread.
                lock (Gate)
                    if (!Waiting.TryDequeue(out next)) Idle.Push(this);
                tell();
            }
        }

        private Func<Action> Taken()
        {
            lock (_given)
            {
                while (_work is null) Monitor.Wait(_given);
                var taken = _work;
                _work = null;
                return taken;
            }
        }
    }
}
