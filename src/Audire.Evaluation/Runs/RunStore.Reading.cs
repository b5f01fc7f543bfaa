using System.Globalization;
using System.Text.Json;
using Audire.Evaluation.Judging;
using Microsoft.Data.Sqlite;

namespace Audire.Evaluation.Runs;

/// <content>What a run's readers ask for.</content>
internal sealed partial class RunStore
{
    private const string LatestFailure = "(SELECT error FROM failures f WHERE f.key = i.key ORDER BY f.id DESC LIMIT 1)";

    /// <summary>Every item that has an answer or a failure, ordered by system, scenario and the scenario's own order; with its scores.</summary>
    public IEnumerable<ItemRecord> ReadItems()
    {
        var clips = ReadClips();
        var scores = ReadScores().ToLookup(s => (s.System, s.Scenario, s.Instance));
        var spec = ReadSpec();
        var judge = spec is null ? null : JudgeBook.Of(spec);
        var scenarios = spec?.Scenarios.ToDictionary(scenario => scenario.Name, StringComparer.Ordinal);
        foreach (var (item, answer, error) in ReadAnswered(clips))
        {
            var words = answer is null ? null : judge?.Words(scenarios![item.Scenario], item, answer.Answer, this);
            yield return new ItemRecord(
                item.System, item.Scenario, item.Aspect, item.Instance, item.Prompt, item.Clips, item.References, answer?.Answer, answer is null ? error : null,
                scores[(item.System, item.Scenario, item.Instance)].ToDictionary(s => s.Metric, s => s.Value, StringComparer.Ordinal),
                item.Groups, answer?.Seconds ?? 0)
            { Choices = item.Choices, Finish = answer?.Finish, Judgements = words };
        }
    }

    /// <summary>Every item with its answer (null where there is none) and the last failure (null where it has an answer or was never asked).</summary>
    public IReadOnlyList<(StoredItem Item, StoredAnswer? Answer, string? Error)> ReadAll(IReadOnlyDictionary<string, ClipRecord>? clips = null)
    {
        clips ??= ReadClips();
        var rows = new List<(StoredItem, StoredAnswer?, string?)>();
        lock (_gate)
        {
            using var command = Command($"""
                SELECT i.system, i.scenario, i.aspect, i.instance, i.ordinal, i.key, i.prompt, i.clips, i.refs, i.choices, i.slices,
                       r.answer, r.finish, r.model, r.input_tokens, r.output_tokens, r.seconds, r.received, r.raw, {LatestFailure}
                FROM items i LEFT JOIN responses r ON r.key = i.key ORDER BY i.system, i.scenario, i.ordinal, i.instance
                """);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var answer = reader.IsDBNull(11) ? null : ReadAnswer(reader, 11);
                rows.Add((ReadItem(reader, clips), answer, answer is null ? Text(reader, 19) : null));
            }
        }

        return rows;
    }

    private IEnumerable<(StoredItem Item, StoredAnswer? Answer, string? Error)> ReadAnswered(IReadOnlyDictionary<string, ClipRecord> clips) =>
        ReadAll(clips).Where(row => row.Answer is not null || row.Error is not null);

    /// <summary>All stored scores.</summary>
    public IReadOnlyList<StoredScore> ReadScores()
    {
        var scores = new List<StoredScore>();
        lock (_gate)
        {
            using var command = Command("SELECT system, scenario, instance, metric, value, weight FROM scores ORDER BY system, scenario, instance, metric");
            using var reader = command.ExecuteReader();
            while (reader.Read())
                scores.Add(new StoredScore(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDouble(4), reader.GetDouble(5)));
        }

        return scores;
    }

    /// <summary>Every request by its key.</summary>
    public IReadOnlyList<StoredRequest> ReadRequests()
    {
        var requests = new List<StoredRequest>();
        lock (_gate)
        {
            using var command = Command("SELECT key, system, body FROM requests ORDER BY key");
            using var reader = command.ExecuteReader();
            while (reader.Read()) requests.Add(new StoredRequest(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return requests;
    }

    private Dictionary<string, ClipRecord> ReadClips()
    {
        var clips = new Dictionary<string, ClipRecord>(StringComparer.Ordinal);
        lock (_gate)
        {
            using var command = Command("SELECT hash, source, seconds, licence, attribution FROM clips");
            using var reader = command.ExecuteReader();
            while (reader.Read())
                clips[reader.GetString(0)] = new ClipRecord(reader.GetString(0), reader.GetString(1), reader.GetDouble(2), reader.GetString(3), reader.GetString(4));
        }

        return clips;
    }

    private static StoredItem ReadItem(SqliteDataReader reader, IReadOnlyDictionary<string, ClipRecord> clips) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(5), reader.GetString(6),
        [.. List(reader, 7).Where(clips.ContainsKey).Select(hash => clips[hash])], List(reader, 8), List(reader, 9),
        JsonSerializer.Deserialize(reader.GetString(10), RunJson.Compact.IReadOnlyDictionaryStringString)!);

    private static StoredAnswer ReadAnswer(SqliteDataReader reader, int at) => new(
        reader.GetString(at), Text(reader, at + 1), Text(reader, at + 2), Number(reader, at + 3), Number(reader, at + 4), reader.GetDouble(at + 5),
        DateTimeOffset.Parse(reader.GetString(at + 6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), Text(reader, at + 7));

    private static IReadOnlyList<string> List(SqliteDataReader reader, int column) =>
        JsonSerializer.Deserialize(reader.GetString(column), RunJson.Compact.IReadOnlyListString)!;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
