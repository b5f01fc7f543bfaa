using Audire.Models.Runtime;
using Xunit;

namespace Audire.Tests.Models.Runtime;

/// <summary>Where models compute: few threads, used again, none of them the pool's.</summary>
public sealed class ComputeThreadsTests
{
    [Fact]
    public async Task More_work_than_there_are_threads_for_waits_its_turn_and_is_all_done()
    {
        var token = TestContext.Current.CancellationToken;
        using var all = new ManualResetEventSlim();
        var given = Enumerable.Range(0, 200).Select(_ => ComputeThreads.RunAsync(
            () =>
            {
                all.Wait(token);
                return Thread.CurrentThread;
            },
            token)).ToArray();
        all.Set();
        var threads = await Task.WhenAll(given);
        Assert.Equal(200, threads.Length);
        Assert.InRange(threads.Distinct().Count(), 1, Math.Max(2, Environment.ProcessorCount));
    }

    [Fact]
    public async Task Work_that_follows_other_work_runs_on_its_thread()
    {
        var threads = new List<Thread>();
        for (var i = 0; i < 20; i++) threads.Add(await ComputeThreads.RunAsync(() => Thread.CurrentThread, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(threads, thread => thread.IsThreadPoolThread);
        // Tests beside this one may take a thread away, never every time.
        Assert.InRange(threads.Distinct().Count(), 1, 19);
    }

    [Fact]
    public async Task Work_at_the_same_time_runs_at_the_same_time()
    {
        using var both = new Barrier(2);
        var token = TestContext.Current.CancellationToken;
        var met = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ComputeThreads.RunAsync(() => both.SignalAndWait(TimeSpan.FromSeconds(30), token), token)));
        Assert.All(met, Assert.True);
    }

    [Fact]
    public async Task What_cannot_wait_does_not_wait_for_requests_and_runs_where_it_is_inside_of_one()
    {
        using var done = new ManualResetEventSlim();
        var token = TestContext.Current.CancellationToken;
        var requests = Enumerable.Range(0, 2 * Math.Max(2, Environment.ProcessorCount)).Select(_ => ComputeThreads.RunAsync(
            () =>
            {
                done.Wait(token);
                return ComputeThreads.Run(() => Thread.CurrentThread) == Thread.CurrentThread;
            },
            token)).ToArray();
        Assert.Equal(7, ComputeThreads.Run(() => 7));
        done.Set();
        Assert.All(await Task.WhenAll(requests), Assert.True);
        Assert.Throws<InvalidDataException>(() => ComputeThreads.Run<int>(() => throw new InvalidDataException("damaged")));
    }

    [Fact]
    public async Task A_thread_with_nothing_to_do_ends()
    {
        // More than requests ever have, so that the tests beside this one cannot keep all of them busy.
        var count = Math.Max(2, Environment.ProcessorCount) + 2;
        using var all = new Barrier(count);
        var token = TestContext.Current.CancellationToken;
        var threads = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(
            () => ComputeThreads.Run(() =>
            {
                all.SignalAndWait(token);
                return Thread.CurrentThread;
            }),
            token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(count, threads.Distinct().Count());
        Assert.Contains(threads, thread => thread.Join(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Errors_and_cancellation_reach_whoever_waits()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ComputeThreads.RunAsync<int>(() => throw new InvalidDataException("damaged"), TestContext.Current.CancellationToken));
        Assert.Equal("damaged", error.Message);
        await Assert.ThrowsAsync<TaskCanceledException>(() => ComputeThreads.RunAsync<int>(() => throw new OperationCanceledException(), TestContext.Current.CancellationToken));
        var begun = false;
        await Assert.ThrowsAsync<TaskCanceledException>(() => ComputeThreads.RunAsync(() => begun = true, new CancellationToken(canceled: true)));
        Assert.False(begun);
    }
}
