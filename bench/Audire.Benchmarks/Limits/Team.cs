namespace Audire.Benchmarks.Limits;

/// <summary>Runs the same work on several threads of their own and waits for all.</summary>
internal static class Team
{
    public static void Run(int threads, Action<int> work)
    {
        var team = Enumerable.Range(0, threads).Select(me => new Thread(() => work(me))).ToArray();
        foreach (var thread in team) thread.Start();
        foreach (var thread in team) thread.Join();
    }
}
