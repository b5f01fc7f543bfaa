using Audire.Training.Optimisation;
using Audire.Training.Runs;
using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>
/// The loop: loads, computes, steps, measures, saves. A run that is killed at any moment and started again ends with the same weights, bit for
/// bit, on the same machine with the same number of threads.
/// </summary>
/// <typeparam name="TExample">One training example.</typeparam>
/// <remarks>For one thread; data is loaded on another.</remarks>
public sealed class Trainer<TExample>
{
    private readonly ITrainee<TExample> _trainee;
    private readonly IBatchSource<TExample> _batches;
    private readonly TrainingSettings _settings;
    private readonly TrainingRun _run;
    private readonly IEvaluation? _evaluation;

    /// <summary>Sets the run up; nothing is computed yet.</summary>
    /// <param name="trainee">What is trained.</param>
    /// <param name="batches">The data.</param>
    /// <param name="settings">How.</param>
    /// <param name="run">The folder.</param>
    /// <param name="evaluation">What is measured between steps; null for nothing.</param>
    public Trainer(ITrainee<TExample> trainee, IBatchSource<TExample> batches, TrainingSettings settings, TrainingRun run, IEvaluation? evaluation = null) =>
        (_trainee, _batches, _settings, _run, _evaluation) = (trainee, batches, settings, run, evaluation);

    /// <summary>Told of every line of the log as it is written.</summary>
    public Action<RunLine>? Logged { get; init; }

    /// <summary>Goes on although settings differ from those the run was started with; the difference is noted in the log.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>Keeps time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Trains to the end, or until it is asked to stop; goes on from the folder's last checkpoint where there is one.</summary>
    /// <param name="cancellationToken">Stops after the step at hand; the state is saved then.</param>
    /// <exception cref="TrainingException">
    /// A loss or gradient is not finite, the folder belongs to another run, or it cannot be written; the last checkpoint is whole.
    /// </exception>
    public TrainingResult Run(CancellationToken cancellationToken)
    {
        using var optimiser = new AdamW(_trainee.Trainable, _settings.Optimiser, _settings.Decays);
        var state = Begin(optimiser);
        var (loss, saved) = (double.NaN, state);
        var events = new EventFile(Path.Combine(_run.Folder, RunPaths.Events), state.Step, _run.Disk, Time);
        using var loader = new Prefetch<TExample>(_batches, state.Batches, _settings.Steps * _settings.BatchesPerStep, _settings.Ahead, cancellationToken);
        var step = new TrainingStep<TExample>(_trainee, _settings, optimiser, loader, _batches, Time);
        while (true)
        {
            if (Due(state) && Evaluate(state, events, cancellationToken) is { } measured) state = measured;
            var stopped = cancellationToken.IsCancellationRequested;
            if (state != saved && (stopped || state.BestStep == state.Step || state.Step == _settings.Steps || state.Step % _settings.SaveEvery == 0))
            {
                Save(state, optimiser);
                saved = state;
            }
            if (stopped || state.Step >= _settings.Steps) return new(state.Step, state.Step >= _settings.Steps && !Due(state), loss, state.BestStep, state.BestValue);
            if (step.Run(state, cancellationToken) is not { } done) continue; // stopped while waiting for data: save and leave
            (state, loss) = (done.State, done.Line.Loss!.Value);
            if (state.Step == 1 || state.Step == _settings.Steps || state.Step % _settings.LogEvery == 0) Write(done.Line with { Epoch = Epoch(state) }, events);
        }
    }

    private RunState Begin(AdamW optimiser)
    {
        var identity = RunIdentity.Of(_trainee.Identity, _batches.Identity, _settings);
        var notes = new List<string>();
        var state = _run.Restore(_trainee.Trainable, optimiser.State, Accept, notes.Add) ?? new RunState { Seed = _settings.Seed };
        _run.CutAfter(state);
        foreach (var note in notes) Write(new RunLine { Kind = RunLine.Remark, Step = state.Step, Note = note }, events: null);
        return state with { Identity = identity };

        bool Accept(RunState found)
        {
            var changes = RunIdentity.Changes(found.Identity, identity);
            if (changes.Count == 0) return true;
            var list = string.Join("; ", changes);
            if (!AllowChanges)
                throw new TrainingException($"{_run.Folder} holds another run ({list}). Name another folder with --out, or go on with --allow-changes.");
            notes.Add($"Goes on with changes: {list}.");
            return true;
        }
    }

    private bool Due(RunState state) => _evaluation is not null && state.EvaluatedStep != state.Step && state.Step > 0
        && (state.Step == _settings.Steps || (_settings.EvaluateEvery > 0 && state.Step % _settings.EvaluateEvery == 0));

    /// <returns>The state with what was measured; null where it was stopped before, and is due again when the run goes on.</returns>
    private RunState? Evaluate(RunState state, EventFile events, CancellationToken cancellationToken)
    {
        var start = Time.GetTimestamp();
        IReadOnlyDictionary<string, double> metrics;
        try
        {
            metrics = _evaluation!.Measure(state.Step, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        Write(new RunLine { Kind = RunLine.Evaluation, Step = state.Step, Epoch = Epoch(state), Metrics = metrics, Seconds = Time.GetElapsedTime(start).TotalSeconds }, events);
        state = state with { EvaluatedStep = state.Step };
        var value = metrics[_evaluation.Metric];
        // Where a score cannot tell two states apart, the one trained longer is taken.
        var better = state.BestValue is not { } best || state.BestMetric != _evaluation.Metric || (_evaluation.HigherIsBetter ? value >= best : value <= best);
        return better ? state with { BestStep = state.Step, BestMetric = _evaluation.Metric, BestValue = value } : state;
    }

    private void Save(RunState state, AdamW optimiser)
    {
        var weights = _trainee.Trainable;
        using (no_grad())
        {
            if (!double.IsFinite(Gradients.Norm([.. weights.Values])))
                throw new TrainingException($"A weight is no finite number after step {state.Step}; the last checkpoint is whole. Lower the rate (--rate) or clip harder (--clip), then start again.");
        }
        _run.Save(state, weights, optimiser.State, _settings.Keep);
    }

    private void Write(RunLine line, EventFile? events)
    {
        _run.Log.Add(line);
        events?.Add(line);
        Logged?.Invoke(line);
    }

    private double Epoch(RunState state) => (double)state.Batches / _batches.BatchesPerEpoch;
}
