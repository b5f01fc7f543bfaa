using Audire.Models.Runtime;
using Audire.Training.Optimisation;
using Audire.Training.Runs;
using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>One step of the optimiser: batches in, gradients, clipping, new weights.</summary>
internal sealed class TrainingStep<TExample>(
    ITrainee<TExample> trainee, TrainingSettings settings, AdamW optimiser, Prefetch<TExample> loader, IBatchSource<TExample> source, TimeProvider time)
{
    private double _waited;

    /// <summary>Does the step after <paramref name="state"/>.</summary>
    /// <returns>The state after it and its line; null where it was stopped while waiting for data, and then nothing has changed.</returns>
    public (RunState State, RunLine Line)? Run(RunState state, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        _waited = 0;
        var (sum, weight, correct, counted, examples) = (0.0, 0.0, 0L, 0L, 0);
        var names = new List<string>();
        Gradients.Clear(trainee.Trainable);
        for (var part = 0; part < settings.BatchesPerStep; part++)
        {
            if (Next(cancellationToken) is not { } batch) return null;
            try
            {
                names.AddRange(batch.Select(trainee.NameOf));
                StepSeed.Apply(settings.Seed, state.Batches + part);
                var (loss, right, of, share) = Backward(batch, state.Step, names);
                (sum, weight, correct, counted, examples) = (sum + (loss * share), weight + share, correct + right, counted + of, examples + batch.Count);
            }
            finally
            {
                source.Release(batch);
            }
        }
        if (settings.BatchesPerStep > 1 && settings.Accumulation != Accumulation.Reference) Gradients.Scale(trainee.Trainable, 1 / weight);
        var norm = Gradients.Clip(trainee.Trainable, settings.ClipNorm);
        if (!double.IsFinite(norm)) throw NotFinite("gradient", state.Step, names);
        var rate = settings.Rate.At(RateStep(state.Step));
        optimiser.Step(rate);
        Gradients.Clear(trainee.Trainable);
        if (settings.CheckpointedLayers > 0) FreedMemory.Return(); // who trades time for memory is given it: kept, the heap would grow by holes, to a tenth more
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var next = state with
        {
            Step = state.Step + 1,
            Batches = state.Batches + settings.BatchesPerStep,
            Examples = state.Examples + examples,
            Seconds = state.Seconds + seconds,
        };
        return (next, new RunLine
        {
            Kind = RunLine.Stepped,
            Step = next.Step,
            Loss = sum / weight,
            Accuracy = (double)correct / Math.Max(1, counted),
            Rate = rate,
            GradientNorm = norm,
            Examples = examples,
            Counted = counted,
            Seconds = seconds,
            WaitSeconds = _waited,
        });
    }

    // The reference sets the rate at every batch; its step is taken at the rate of the last.
    private long RateStep(long step) => settings.Accumulation == Accumulation.Reference
        ? ((step + 1) * settings.BatchesPerStep) - 1 : step;

    private (double Loss, long Correct, long Counted, double Weight) Backward(IReadOnlyList<TExample> batch, long step, List<string> names)
    {
        using var scope = NewDisposeScope();
        var loss = trainee.Loss(batch, new TrainingPass(Training: true, settings.CheckpointedLayers));
        var value = loss.Loss.item<float>();
        if (!float.IsFinite(value)) throw NotFinite("loss", step, names);
        var weight = settings is { BatchesPerStep: > 1, Accumulation: Accumulation.WeightedMean } ? loss.Counted : 1.0;
        (weight == 1 ? loss.Loss : loss.Loss * weight).backward();
        return (value, loss.Correct, loss.Counted, weight);
    }

    private IReadOnlyList<TExample>? Next(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            return loader.Next(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _waited += time.GetElapsedTime(start).TotalSeconds;
        }
    }

    private TrainingException NotFinite(string what, long step, List<string> names)
    {
        const int Shown = 8;
        Gradients.Clear(trainee.Trainable);
        var list = string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
        return new TrainingException(
            $"The {what} of step {step + 1} is no finite number; its batch: {list}. The last checkpoint is whole: lower the rate (--rate), clip harder (--clip) or take the example out, then start again.");
    }
}
