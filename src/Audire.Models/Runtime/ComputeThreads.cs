using System.Collections.Concurrent;

namespace Audire.Models.Runtime;

/// <summary>Threads on which models compute, so that a caller who awaits is never blocked: as many as there is work at once, the one used last first.</summary>
/// <remarks>
/// Not the thread pool: there each step of each request may run on another thread, and every thread that calls libtorch comes to own a team of OpenMP threads and a heap of the C library
/// that holds back what was freed. Requests that follow one another all run on one thread here. Thread-safe.
/// </remarks>
public static class ComputeThreads
{
    private static readonly ConcurrentStack<Worker> Idle = new();

    /// <summary>Runs work on a thread that is free, or on a new one where none is.</summary>
    /// <param name="work">What to compute.</param>
    /// <param name="cancellation">Looked at before the work begins; the work itself looks at its own.</param>
    /// <returns>What it computed, or its error. What awaits it goes on on the thread pool.</returns>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Idle.TryPop(out var worker)) worker = new Worker();
        worker.Take(() => Finish(worker, work, done));
        return done.Task;
    }

    private static void Finish<T>(Worker worker, Func<T> work, TaskCompletionSource<T> done)
    {
        try
        {
            var result = work();
            Idle.Push(worker); // free before anybody is told, so that what follows finds it
            done.SetResult(result);
        }
        catch (OperationCanceledException stopped)
        {
            Idle.Push(worker);
            done.SetCanceled(stopped.CancellationToken);
        }
        catch (Exception error)
        {
            Idle.Push(worker);
            done.SetException(error);
        }
    }

    private sealed class Worker
    {
        private readonly BlockingCollection<Action> _work = [];

        public Worker() => new Thread(Work) { IsBackground = true, Name = "Audire computes" }.Start();

        public void Take(Action work) => _work.Add(work);

        private void Work()
        {
            foreach (var work in _work.GetConsumingEnumerable()) work();
        }
    }
}
