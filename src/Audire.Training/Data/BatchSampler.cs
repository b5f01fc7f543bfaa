using Audire.Metrics.Randomness;

namespace Audire.Training.Data;

/// <summary>
/// Which examples stand in which batch: tasks in the wanted proportions, clips of similar length together. A batch follows from its number and the
/// seed, so the sampler's state is the number of the next batch.
/// </summary>
/// <remarks>
/// An epoch draws as many examples as there are (cut to whole batches). Each task goes round its own examples in a new order each time, so
/// over the epochs every example of a task is drawn equally often. Not thread-safe: it keeps the plan of the last epoch asked for.
/// </remarks>
public sealed class BatchSampler
{
    // Sorting by length happens inside pools of so many batches, so that batches differ from epoch to epoch.
    private const int BatchesPerPool = 24;

    private readonly double[] _lengths;
    private readonly int _size;
    private readonly ulong _seed;
    private readonly bool _buckets;
    private readonly (int[] Members, int Quota)[] _tasks;
    private (long Epoch, SampledExample[][] Batches) _plan = (-1, []);

    /// <summary>Sets the sampler up.</summary>
    /// <param name="tasks">The task of each example.</param>
    /// <param name="lengths">The length of each, in any unit.</param>
    /// <param name="size">Examples a batch.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="balance">How often each task is drawn.</param>
    /// <param name="weights">A further factor for tasks named there.</param>
    /// <param name="buckets">Whether clips of similar length stand together.</param>
    public BatchSampler(
        IReadOnlyList<string> tasks, IReadOnlyList<double> lengths, int size, long seed, TaskBalance balance = TaskBalance.Natural,
        IReadOnlyDictionary<string, double>? weights = null, bool buckets = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (tasks.Count == 0) throw new TrainingException("No example is left to train on; what was skipped is named above.");
        (_lengths, _size, _seed, _buckets) = ([.. lengths], size, (ulong)seed, buckets);
        BatchesPerEpoch = Math.Max(1, tasks.Count / size);
        var groups = Enumerable.Range(0, tasks.Count).GroupBy(index => tasks[index], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var shares = groups.Select(group => Share(group.Count(), balance) * (weights?.GetValueOrDefault(group.Key, 1) ?? 1)).ToArray();
        var quotas = Quotas(shares, checked((int)(BatchesPerEpoch * size)));
        _tasks = [.. groups.Zip(quotas, (group, quota) => (group.ToArray(), quota))];
    }

    /// <summary>Batches in an epoch.</summary>
    public long BatchesPerEpoch { get; }

    /// <summary>The examples of a batch.</summary>
    /// <param name="number">From 0, without an end.</param>
    public IReadOnlyList<SampledExample> Batch(long number)
    {
        var epoch = number / BatchesPerEpoch;
        if (_plan.Epoch != epoch) _plan = (epoch, Plan(epoch));
        return _plan.Batches[number % BatchesPerEpoch];
    }

    private SampledExample[][] Plan(long epoch)
    {
        var draws = _tasks.SelectMany((task, place) => Draws(task.Members, task.Quota, epoch, StepSeed.Mix(_seed, (ulong)place))).ToArray();
        var random = new PythonRandom(StepSeed.Mix(_seed ^ 0x5EEDUL, (ulong)epoch));
        random.Shuffle<SampledExample>(draws);
        if (_buckets) draws = [.. draws.Chunk(_size * BatchesPerPool).SelectMany(pool => pool.OrderBy(draw => _lengths[draw.Index]))];
        var batches = draws.Chunk(_size).ToArray();
        random.Shuffle<SampledExample[]>(batches);
        return batches;
    }

    private static IEnumerable<SampledExample> Draws(int[] members, int quota, long epoch, ulong seed)
    {
        var (order, ordered) = (Array.Empty<int>(), -1L);
        for (var draw = epoch * quota; draw < (epoch + 1) * quota; draw++)
        {
            var pass = draw / members.Length;
            if (pass != ordered)
            {
                (order, ordered) = ([.. members], pass);
                new PythonRandom(StepSeed.Mix(seed, (ulong)pass)).Shuffle<int>(order);
            }
            yield return new SampledExample(order[draw % members.Length], pass);
        }
    }

    private static double Share(int count, TaskBalance balance) => balance switch
    {
        TaskBalance.Equal => 1,
        TaskBalance.Root => Math.Sqrt(count),
        _ => count,
    };

    // Largest remainders, so that the quotas sum to the whole.
    private static int[] Quotas(double[] shares, int total)
    {
        var sum = shares.Sum();
        if (!(sum > 0) || !double.IsFinite(sum)) throw new TrainingException("The weights of the tasks sum to nothing; at least one must be above 0.");
        var exact = shares.Select(share => share / sum * total).ToArray();
        var quotas = exact.Select(value => (int)Math.Floor(value)).ToArray();
        foreach (var place in Enumerable.Range(0, shares.Length).OrderByDescending(place => exact[place] - quotas[place]).ThenBy(place => place).Take(total - quotas.Sum()))
            quotas[place]++;
        return quotas;
    }
}
