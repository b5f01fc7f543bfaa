namespace Audire.Training.Optimisation;

/// <summary>The straight line that the schedules begin with.</summary>
internal static class WarmUp
{
    public static double At(long step, long warmup, double start, double peak) => start + ((peak - start) * ((double)step / Math.Max(1, warmup)));
}
