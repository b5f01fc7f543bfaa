using System.Text.Json;
using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Training.Runs;

/// <summary>
/// A training's folder, held by one process: checkpoints, log, event files and the record of what it is. Killing the process at any moment
/// loses the steps since the last checkpoint and nothing else; starting again goes on from it.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class TrainingRun : IDisposable
{
    private readonly FileStream _lock;
    private readonly RunDisk _disk;

    private TrainingRun(string folder, FileStream locked, RunDisk disk)
    {
        (Folder, _lock, _disk) = (folder, locked, disk);
        Log = new RunLog(folder, disk);
    }

    /// <summary>Takes a folder, making it where it is absent.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="disk">The gate of all writes; tests hand in one that fails.</param>
    /// <exception cref="TrainingException">Another training has it, or it cannot be written.</exception>
    public static TrainingRun Open(string folder, RunDisk? disk = null)
    {
        var run = new TrainingRun(folder, FolderLock.Take(folder), disk ?? RunDisk.Plain);
        run.RemoveLeftovers();
        return run;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The log.</summary>
    public RunLog Log { get; }

    /// <summary>The gate of all writes.</summary>
    public RunDisk Disk => _disk;

    /// <summary>Writes down what the run is, if that has not been done; a resumed run keeps its first record.</summary>
    public void Describe(RunRecord record)
    {
        var path = Path.Combine(Folder, RunPaths.Record);
        if (!File.Exists(path)) _disk.Write(path, stream => JsonSerializer.Serialize(stream, record, TrainingJson.Readable.RunRecord));
    }

    /// <summary>Goes back to the newest checkpoint that can be read.</summary>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="optimiser">Receives the moments.</param>
    /// <param name="accept">Refuses a state by throwing or by giving false.</param>
    /// <param name="note">Told of checkpoints that are damaged and passed over.</param>
    /// <returns>Where the run stood; null where there is no checkpoint: a new run.</returns>
    internal RunState? Restore(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor> optimiser, Func<RunState, bool> accept, Action<string> note)
    {
        foreach (var step in RunPaths.CheckpointSteps(Folder).Reverse())
        {
            var path = RunPaths.Checkpoint(Folder, step);
            try
            {
                using var file = Checkpoint.Open(path);
                var state = RunCheckpoint.State(file);
                if (!accept(state)) return null;
                RunCheckpoint.Restore(file, weights, optimiser);
                return state;
            }
            catch (CheckpointException e)
            {
                note($"{Path.GetFileName(path)} is damaged and passed over ({e.Reason}).");
            }
        }
        return null;
    }

    /// <summary>Copies the weights of a step's checkpoint into tensors of the same names.</summary>
    /// <exception cref="TrainingException">There is none, or it fits another model.</exception>
    public void LoadWeights(long step, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var file = Checkpoint.Open(RunPaths.Checkpoint(Folder, step));
        RunCheckpoint.Restore(file, weights, optimiser: null);
    }

    /// <summary>Writes a checkpoint and removes those that are neither among the newest nor the best.</summary>
    internal void Save(RunState state, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor> optimiser, int keep)
    {
        RunCheckpoint.Write(RunPaths.Checkpoint(Folder, state.Step), state, weights, optimiser, _disk);
        var steps = RunPaths.CheckpointSteps(Folder);
        foreach (var step in steps.SkipLast(Math.Max(1, keep)).Where(step => step != state.BestStep)) _disk.Delete(RunPaths.Checkpoint(Folder, step));
    }

    /// <summary>Forgets what lies beyond the step the run goes on from.</summary>
    internal void CutAfter(RunState state)
    {
        Log.CutAfter(Folder, state);
        foreach (var later in RunPaths.CheckpointSteps(Folder).Where(later => later > state.Step)) _disk.Delete(RunPaths.Checkpoint(Folder, later));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // A process that was killed while writing leaves its temporary file.
    private void RemoveLeftovers()
    {
        foreach (var folder in new[] { Folder, Path.Combine(Folder, RunPaths.Checkpoints), Path.Combine(Folder, RunPaths.Events) }.Where(Directory.Exists))
            foreach (var path in Directory.EnumerateFiles(folder, "*.tmp").ToArray()) _disk.Delete(path);
    }
}
