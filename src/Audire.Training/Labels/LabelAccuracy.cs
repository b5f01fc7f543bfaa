using static TorchSharp.torch;

namespace Audire.Training.Labels;

/// <summary>How many held-out clips are named right, in each label set and on average over the sets.</summary>
/// <typeparam name="TExample">One example.</typeparam>
/// <param name="trainee">The model.</param>
/// <param name="clips">Held-out clips.</param>
public sealed class LabelAccuracy<TExample>(ILabelTrainee<TExample> trainee, IBatchSource<TExample> clips) : IEvaluation
{
    /// <inheritdoc/>
    public string Metric => "accuracy";

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measure(long step, CancellationToken cancellationToken)
    {
        var (right, all) = (new long[trainee.Sets.Count], new long[trainee.Sets.Count]);
        using var frozen = no_grad();
        for (var number = 0L; number < clips.BatchesPerEpoch; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = clips.Load(number, cancellationToken);
            Count(batch, right, all);
            clips.Release(batch);
        }
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var set = 0; set < all.Length; set++)
            if (all[set] > 0) values[$"accuracy/{trainee.Sets[set].Name}"] = (double)right[set] / all[set];
        values[Metric] = values.Count == 0 ? 0 : values.Values.Average();
        return values;
    }

    private void Count(IReadOnlyList<TExample> batch, long[] right, long[] all)
    {
        var scores = trainee.Scores(batch, TrainingPass.Measuring);
        for (var set = 0; set < all.Length; set++)
        {
            var guesses = scores[set].argmax(1).cpu().data<long>().ToArray();
            for (var row = 0; row < guesses.Length; row++)
            {
                if (trainee.ClassesOf(batch[row])[set] is not { } label) continue;
                all[set]++;
                if (guesses[row] == label) right[set]++;
            }
        }
    }
}
