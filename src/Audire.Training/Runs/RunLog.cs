using System.Text;
using System.Text.Json;

namespace Audire.Training.Runs;

/// <summary>The log of a run, one JSON document a line. Not thread-safe.</summary>
public sealed class RunLog
{
    private const int MostLineBytes = 1 << 20;

    private readonly string _path;
    private readonly RunDisk _disk;

    internal RunLog(string folder, RunDisk disk) => (_path, _disk) = (Path.Combine(folder, RunPaths.Log), disk);

    /// <summary>The lines of a folder's log. A last line that a killed process left half is no line.</summary>
    public static IReadOnlyList<RunLine> Read(string folder)
    {
        var path = Path.Combine(folder, RunPaths.Log);
        if (!File.Exists(path)) return [];
        var lines = new List<RunLine>();
        foreach (var text in File.ReadLines(path, Encoding.UTF8))
        {
            if (text.Length is 0 or > MostLineBytes) continue;
            try
            {
                if (JsonSerializer.Deserialize(text, TrainingJson.Compact.RunLine) is { } line) lines.Add(line);
            }
            catch (JsonException)
            {
                // Torn by a kill: the step it told of is done again.
            }
        }
        return lines;
    }

    /// <summary>Adds a line; it survives the process from then on.</summary>
    internal void Add(RunLine line) => _disk.Append(_path, [.. JsonSerializer.SerializeToUtf8Bytes(line, TrainingJson.Compact.RunLine), (byte)'\n']);

    /// <summary>Forgets what was logged beyond a state: it is about to be done again.</summary>
    internal void CutAfter(string folder, RunState state)
    {
        if (!File.Exists(_path)) return;
        var kept = Read(folder).Where(line => line.Step < state.Step || (line.Step == state.Step && (line.Kind != RunLine.Evaluation || state.EvaluatedStep == state.Step)));
        _disk.Write(_path, stream =>
        {
            foreach (var line in kept)
            {
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, TrainingJson.Compact.RunLine));
                stream.WriteByte((byte)'\n');
            }
        });
    }
}
