using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audire.Audio;
using Audire.Models.Checkpoints.Writing;

namespace Audire.Training.Data;

/// <summary>
/// Decodes every clip once to learn what it holds: identity, length, or why it cannot be read. What was learned is kept in a file, so that the
/// next start reads only what changed.
/// </summary>
public sealed class ClipSurvey
{
    private const string FileName = "clips.jsonl";
    private readonly string? _index;
    private readonly ConcurrentDictionary<string, SurveyEntry> _known = new(StringComparer.Ordinal);

    /// <summary>Opens a survey.</summary>
    /// <param name="folder">Where what was learned is kept; null keeps it in memory.</param>
    public ClipSurvey(string? folder)
    {
        if (folder is null) return;
        _index = Path.Combine(folder, FileName);
        if (!File.Exists(_index)) return;
        foreach (var (_, line) in BoundedLines.Read(_index))
        {
            try
            {
                if (JsonSerializer.Deserialize(line.Span, SurveyJson.Default.SurveyEntry) is { } entry) _known[entry.Key] = entry;
            }
            catch (JsonException)
            {
                // Written by another version: the clip is read again.
            }
        }
    }

    /// <summary>Surveys examples.</summary>
    /// <param name="items">The examples.</param>
    /// <param name="mostSeconds">Longer clips take no part.</param>
    /// <param name="progress">Told how many are done, of how many.</param>
    /// <param name="cancellationToken">Stops between clips; what was learned is kept.</param>
    /// <returns>Those that can be heard, in order, and the others with the reason.</returns>
    public (IReadOnlyList<SurveyedItem> Heard, IReadOnlyList<SkippedItem> Skipped) Survey(
        IReadOnlyList<TrainingItem> items, double mostSeconds, Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        var entries = new SurveyEntry[items.Count];
        var (done, learned) = (0, 0);
        try
        {
            Parallel.For(0, items.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, place =>
            {
                var key = KeyOf(items[place]);
                if (!_known.TryGetValue(key, out var entry))
                {
                    entry = Learn(items[place], key, cancellationToken);
                    if (!entry.Passing) _known[key] = entry;
                    Interlocked.Increment(ref learned);
                }
                entries[place] = entry;
                progress?.Invoke(Interlocked.Increment(ref done), items.Count);
            });
        }
        finally
        {
            if (learned > 0) Keep();
        }
        var (heard, skipped) = (new List<SurveyedItem>(), new List<SkippedItem>());
        foreach (var (item, entry) in items.Zip(entries))
        {
            if (entry.Fault is { } fault) skipped.Add(new SkippedItem(item.Line, item.Name, "unreadable audio", fault));
            else if (entry.Seconds > mostSeconds)
                skipped.Add(new SkippedItem(item.Line, item.Name, "too long", string.Create(CultureInfo.InvariantCulture, $"Its clip lasts {entry.Seconds:0.#} s; at most {mostSeconds:0.#} s are taken (--max-seconds).")));
            else heard.Add(new SurveyedItem(item, entry.Hash, entry.Seconds));
        }
        return (heard, skipped);
    }

    private static SurveyEntry Learn(TrainingItem item, string key, CancellationToken cancellationToken)
    {
        try
        {
            var clip = ClipReader.Read(item, cancellationToken);
            return new SurveyEntry(key, clip.ContentHash, (double)clip.Length / clip.SampleRate, null);
        }
        catch (AudioFormatException e)
        {
            return new SurveyEntry(key, "", 0, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SurveyEntry(key, "", 0, e.Message) { Passing = true };
        }
    }

    // A file is known again by name, size and time; its sound by its hash.
    private static string KeyOf(TrainingItem item)
    {
        var key = new StringBuilder();
        foreach (var path in item.Then.Prepend(item.Path))
        {
            var file = new FileInfo(path);
            key.Append(CultureInfo.InvariantCulture, $"{path}|{(file.Exists ? file.Length : -1)}|{(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}\n");
        }
        return key.ToString();
    }

    private void Keep()
    {
        if (_index is null) return;
        AtomicFile.Write(_index, stream =>
        {
            foreach (var entry in _known.Values.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(entry, SurveyJson.Default.SurveyEntry));
                stream.WriteByte((byte)'\n');
            }
        });
    }
}

/// <summary>What was learned of one example's files.</summary>
internal sealed record SurveyEntry(string Key, string Hash, double Seconds, string? Fault)
{
    /// <summary>Whether it may be otherwise the next time: a file that could not be opened, say. Not kept.</summary>
    [JsonIgnore]
    public bool Passing { get; init; }
}

/// <summary>Serialises the survey by generated code.</summary>
[JsonSerializable(typeof(SurveyEntry))]
internal sealed partial class SurveyJson : JsonSerializerContext;
