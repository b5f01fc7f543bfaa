using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Audire.Evaluation.Runs;

/// <summary>
/// The database of one run, <c>run.db</c>: requests, answers and scores, each committed when it arrives. Killing the process at any
/// moment loses at most the requests in flight. Errors are kept apart and never answer a request.
/// </summary>
/// <remarks>Thread safe: one connection behind a lock. SQLite in WAL mode with full synchronisation. The tables are in <c>docs/run-folder.md</c>.</remarks>
internal sealed partial class RunStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly RunWrites _writes;
    private readonly string _path;

    private RunStore(SqliteConnection connection, string path, RunWrites writes)
    {
        _connection = connection;
        _path = path;
        _writes = writes;
    }

    /// <summary>Opens the database of a run folder for writing, and creates it where absent.</summary>
    /// <exception cref="RunException">The folder cannot be written, or the file is not a run of this version.</exception>
    public static RunStore Open(string directory, RunWrites? writes = null)
    {
        writes ??= RunWrites.Plain;
        var path = Path.Combine(directory, RunPaths.Database);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        var store = new RunStore(connection, path, writes);
        try
        {
            store.Write("create the database", () =>
            {
                connection.Open();
                store.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
                store.Execute(RunSchema.Create);
                return true;
            });
            store.RequireSchema(isNew: true);
            return store;
        }
        catch (Exception)
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database of a finished or running run for reading alone, from a read-only folder too.</summary>
    /// <exception cref="RunException">There is none, or it is not a run of this version.</exception>
    public static RunStore OpenReadOnly(string directory)
    {
        var path = Path.Combine(directory, RunPaths.Database);
        if (!File.Exists(path)) throw new RunException($"{directory} is not a run folder: it holds no {RunPaths.Database}.");
        var store = TryOpenReadOnly(path, immutable: false) ?? TryOpenReadOnly(path, immutable: true)
            ?? throw new RunException($"{path} cannot be opened as a database: it is damaged, or not a run of Audire.");
        try
        {
            store.RequireSchema(isNew: false);
            return store;
        }
        catch (Exception)
        {
            store.Dispose();
            throw;
        }
    }

    // A WAL database needs its index file beside it; where the folder is read-only, SQLite must be told that nobody writes.
    private static RunStore? TryOpenReadOnly(string path, bool immutable)
    {
        var source = immutable ? new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1" : path;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        var store = new RunStore(connection, path, RunWrites.Plain);
        try
        {
            connection.Open();
            store.Scalar("SELECT count(*) FROM sqlite_master");
            return store;
        }
        catch (SqliteException)
        {
            store.Dispose();
            return null;
        }
    }

    /// <summary>The specification, or null before the run has begun.</summary>
    public RunSpec? ReadSpec() => ReadMeta("spec") is { } json ? JsonSerializer.Deserialize(json, RunJson.Compact.RunSpec) : null;

    /// <summary>Keeps the specification; a run's first one stays.</summary>
    public void SaveSpec(RunSpec spec) => SaveMeta("spec", JsonSerializer.Serialize(spec, RunJson.Compact.RunSpec));

    /// <summary>The numbers, or null before they were computed.</summary>
    public RunStats? ReadStats() => ReadMeta("stats") is { } json ? JsonSerializer.Deserialize(json, RunJson.Compact.RunStats) : null;

    /// <summary>The answer stored for a request, or null.</summary>
    public StoredAnswer? FindAnswer(string key)
    {
        lock (_gate)
        {
            using var command = Command("SELECT answer, finish, model, input_tokens, output_tokens, seconds, received, raw FROM responses WHERE key = $key", ("$key", key));
            using var reader = command.ExecuteReader();
            return reader.Read() ? ReadAnswer(reader, 0) : null;
        }
    }

    /// <summary>Keeps a request that belongs to no item: a judge's.</summary>
    public void SaveRequest(StoredRequest request) => Transact("request", () => PutRequest(request));

    /// <summary>Keeps an item and its request; both may be there already.</summary>
    public void SaveItem(StoredRequest request, StoredItem item) => Transact("item", () =>
    {
        PutRequest(request);
        foreach (var clip in item.Clips)
            Run("INSERT INTO clips(hash, source, seconds, licence, attribution) VALUES($hash, $source, $seconds, $licence, $attribution) ON CONFLICT DO NOTHING",
                ("$hash", clip.Hash), ("$source", clip.Source), ("$seconds", clip.Seconds), ("$licence", clip.Licence), ("$attribution", clip.Attribution));
        Run("""
            INSERT INTO items(system, scenario, instance, ordinal, aspect, key, prompt, clips, refs, choices, slices)
            VALUES($system, $scenario, $instance, $ordinal, $aspect, $key, $prompt, $clips, $refs, $choices, $slices)
            ON CONFLICT(system, scenario, instance) DO UPDATE SET
                ordinal = excluded.ordinal, aspect = excluded.aspect, key = excluded.key, prompt = excluded.prompt, clips = excluded.clips,
                refs = excluded.refs, choices = excluded.choices, slices = excluded.slices
            """,
            ("$system", item.System), ("$scenario", item.Scenario), ("$instance", item.Instance), ("$ordinal", item.Ordinal), ("$aspect", item.Aspect),
            ("$key", item.Key), ("$prompt", item.Prompt), ("$clips", Json(item.Clips.Select(c => c.Hash).ToArray())), ("$refs", Json(item.References)),
            ("$choices", Json(item.Choices)), ("$slices", JsonSerializer.Serialize(item.Groups, RunJson.Compact.IReadOnlyDictionaryStringString)));
    });

    /// <summary>Keeps an answer. The first answer of a request stays: asking again is a defect that must not change a result.</summary>
    public void SaveAnswer(string key, StoredAnswer answer) => Transact("answer", () => Run("""
        INSERT INTO responses(key, answer, finish, model, input_tokens, output_tokens, seconds, received, raw)
        VALUES($key, $answer, $finish, $model, $input, $output, $seconds, $received, $raw) ON CONFLICT DO NOTHING
        """,
        ("$key", key), ("$answer", answer.Answer), ("$finish", answer.Finish), ("$model", answer.Model), ("$input", answer.InputTokens),
        ("$output", answer.OutputTokens), ("$seconds", answer.Seconds), ("$received", Time(answer.Received)), ("$raw", answer.Raw)));

    /// <summary>Keeps why an attempt failed.</summary>
    public void SaveFailure(string key, string error, double seconds, DateTimeOffset at) => Transact("failure", () => Run(
        "INSERT INTO failures(key, error, seconds, at) VALUES($key, $error, $seconds, $at)",
        ("$key", key), ("$error", error), ("$seconds", seconds), ("$at", Time(at))));

    /// <summary>Replaces all scores and numbers in one transaction.</summary>
    public void SaveScores(IEnumerable<StoredScore> scores, RunStats stats) => Transact("scores", () =>
    {
        Run("DELETE FROM scores");
        foreach (var score in scores)
            Run("INSERT INTO scores(system, scenario, instance, metric, value, weight) VALUES($system, $scenario, $instance, $metric, $value, $weight)",
                ("$system", score.System), ("$scenario", score.Scenario), ("$instance", score.Instance), ("$metric", score.Metric),
                ("$value", score.Value), ("$weight", score.Weight));
        PutMeta("stats", JsonSerializer.Serialize(stats, RunJson.Compact.RunStats));
    });

    /// <summary>Moves the write-ahead log into the database, so that the file alone is the run (copying it, reading it from a read-only place).</summary>
    public void Checkpoint() => Write("checkpoint", () =>
    {
        Execute("PRAGMA wal_checkpoint(TRUNCATE);");
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _connection.Dispose();
    }

    private void PutRequest(StoredRequest request) => Run(
        "INSERT INTO requests(key, system, body) VALUES($key, $system, $body) ON CONFLICT DO NOTHING",
        ("$key", request.Key), ("$system", request.System), ("$body", request.Body));

    private void RequireSchema(bool isNew)
    {
        string? schema;
        try
        {
            schema = ReadMeta("schema");
        }
        catch (SqliteException e)
        {
            throw new RunException($"{_path} is not a run of Audire: {e.Message.TrimEnd('.')}.", e);
        }

        var current = RunSpec.CurrentSchema.ToString(CultureInfo.InvariantCulture);
        if (schema is null && isNew) SaveMeta("schema", current);
        else if (schema != current)
            throw new RunException($"{_path} has run schema {schema ?? "none"}; this version reads schema {current}.");
    }
}
