using System.Diagnostics;

namespace Audire.Benchmarks;

/// <summary>Takes samples of two things in turn, so that what the machine does meanwhile falls on both.</summary>
internal static class Pairs
{
    /// <summary>A warm-up of each, then pairs.</summary>
    public static (double[] Ours, double[] Peer) Take(int count, Func<double> ours, Func<double> peer)
    {
        ours();
        peer();
        var (left, right) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            left[i] = ours();
            right[i] = peer();
        }

        return (left, right);
    }

    /// <summary>Seconds that an action takes.</summary>
    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
