using Microsoft.Data.Sqlite;

namespace Audire.Evaluation.Runs;

/// <summary>A run folder, open for reading: what a report, a comparison or an export needs.</summary>
/// <remarks>Reads the database alone, so it works while the run goes on and from a read-only place. Thread safe. Dispose it to release the file.</remarks>
public sealed class RunFolder : IDisposable
{
    private readonly RunStore _store;

    private RunFolder(string directory, RunStore store, RunSpec spec, RunStats? stats)
    {
        Directory = directory;
        _store = store;
        Spec = spec;
        Stats = stats;
    }

    /// <summary>Opens a run folder.</summary>
    /// <param name="directory">The folder, or a file in it.</param>
    /// <exception cref="RunException">It is not a run folder, is damaged, or was written by another version's schema.</exception>
    public static RunFolder Open(string directory)
    {
        if (File.Exists(directory)) directory = Path.GetDirectoryName(Path.GetFullPath(directory))!;
        if (!System.IO.Directory.Exists(directory)) throw new RunException($"There is no run folder {directory}.");
        var store = RunStore.OpenReadOnly(directory);
        try
        {
            var spec = store.ReadSpec() ?? throw new RunException($"{directory} holds a database without a run specification: that run never began.");
            return new RunFolder(directory, store, spec, store.ReadStats());
        }
        catch (Exception e) when (e is SqliteException or System.Text.Json.JsonException)
        {
            store.Dispose();
            throw new RunException($"{Path.Combine(directory, RunPaths.Database)} is damaged: {e.Message.TrimEnd('.')}.", e);
        }
        catch (RunException)
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>What was run.</summary>
    public RunSpec Spec { get; }

    /// <summary>All numbers; null while the run has not been scored.</summary>
    public RunStats? Stats { get; }

    /// <summary>One number per system, scenario and metric; empty while the run has not been scored.</summary>
    public IReadOnlyList<Cell> Cells => Stats?.Cells ?? [];

    /// <summary>The systems ranked; empty while the run has not been scored.</summary>
    public IReadOnlyList<BoardRow> Board => Stats?.Board ?? [];

    /// <summary>Systems compared in pairs on the same instances.</summary>
    public IReadOnlyList<PairedDifference> Differences => Stats?.Differences ?? [];

    /// <summary>Every instance that was answered or failed, ordered by system, scenario and the scenario's own order. Each enumeration reads anew.</summary>
    public IEnumerable<ItemRecord> Items => _store.ReadItems();

    /// <summary>Where a clip lies as the system heard it (16-bit WAV); the file may be absent in a folder that was copied without clips.</summary>
    /// <param name="hash">The clip's hash, 64 lower-case hexadecimal digits.</param>
    public string ClipPath(string hash) => RunPaths.Clip(Directory, hash);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    internal RunStore Store => _store;
}
