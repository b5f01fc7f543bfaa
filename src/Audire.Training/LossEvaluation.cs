using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>Loss and accuracy over held-out batches: means over everything counted.</summary>
/// <typeparam name="TExample">One example.</typeparam>
/// <param name="trainee">The model.</param>
/// <param name="batches">Held-out data; one pass over it is measured.</param>
public sealed class LossEvaluation<TExample>(ITrainee<TExample> trainee, IBatchSource<TExample> batches) : IEvaluation
{
    /// <inheritdoc/>
    public string Metric => "loss";

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measure(long step, CancellationToken cancellationToken)
    {
        var (sum, correct, counted) = (0.0, 0L, 0L);
        using var frozen = no_grad();
        for (var number = 0L; number < batches.BatchesPerEpoch; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = batches.Load(number, cancellationToken);
            try
            {
                var loss = trainee.Loss(batch, TrainingPass.Measuring);
                sum += loss.Loss.item<float>() * (double)loss.Counted;
                correct += loss.Correct;
                counted += loss.Counted;
            }
            finally
            {
                batches.Release(batch);
            }
        }
        return new SortedDictionary<string, double>(StringComparer.Ordinal) { ["loss"] = sum / Math.Max(1, counted), ["accuracy"] = (double)correct / Math.Max(1, counted) };
    }
}
