namespace Audire.Audio.Features;

/// <summary>The tenth percentile of frame levels within 15 seconds around each frame, from a histogram that slides along.</summary>
internal static class NoiseFloor
{
    private const int Reach = 1500;        // frames of 10 ms to each side
    private const double Percentile = 0.1;
    private const int LowestDb = -120, HighestDb = 20, StepsPerDb = 4;

    public static float[] Track(ReadOnlySpan<float> levels)
    {
        var histogram = new int[(HighestDb - LowestDb) * StepsPerDb + 1];
        var floor = new float[levels.Length];
        int inside = 0, next = 0, oldest = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            for (; next < levels.Length && next <= i + Reach; next++, inside++) histogram[Step(levels[next])]++;
            for (; oldest < i - Reach; oldest++, inside--) histogram[Step(levels[oldest])]--;
            floor[i] = Level(histogram, (int)(inside * Percentile));
        }
        return floor;
    }

    private static float Level(int[] histogram, int rank)
    {
        var step = 0;
        for (var below = histogram[0]; below <= rank; below += histogram[++step]) { }
        return LowestDb + (float)step / StepsPerDb;
    }

    private static int Step(float level) => (int)Math.Round((Math.Clamp(level, LowestDb, HighestDb) - LowestDb) * StepsPerDb);
}
