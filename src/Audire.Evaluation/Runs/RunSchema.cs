namespace Audire.Evaluation.Runs;

/// <summary>The tables of <c>run.db</c>; <c>docs/run-folder.md</c> explains every column.</summary>
internal static class RunSchema
{
    /// <summary>Creates what is absent; safe to run on every start.</summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS clips(
            hash TEXT PRIMARY KEY, source TEXT NOT NULL, seconds REAL NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS requests(key TEXT PRIMARY KEY, system TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS responses(
            key TEXT PRIMARY KEY REFERENCES requests(key), answer TEXT NOT NULL, finish TEXT, model TEXT, input_tokens INTEGER, output_tokens INTEGER,
            seconds REAL NOT NULL, received TEXT NOT NULL, raw TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS failures(
            id INTEGER PRIMARY KEY, key TEXT NOT NULL REFERENCES requests(key), error TEXT NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS failures_key ON failures(key);
        CREATE TABLE IF NOT EXISTS items(
            system TEXT NOT NULL, scenario TEXT NOT NULL, instance TEXT NOT NULL, ordinal INTEGER NOT NULL, aspect TEXT NOT NULL,
            key TEXT NOT NULL REFERENCES requests(key), prompt TEXT NOT NULL, clips TEXT NOT NULL, refs TEXT NOT NULL, choices TEXT NOT NULL,
            slices TEXT NOT NULL, PRIMARY KEY(system, scenario, instance)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS scores(
            system TEXT NOT NULL, scenario TEXT NOT NULL, instance TEXT NOT NULL, metric TEXT NOT NULL, value REAL NOT NULL, weight REAL NOT NULL,
            PRIMARY KEY(system, scenario, instance, metric)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS given(
            system TEXT NOT NULL, scenario TEXT NOT NULL, instance TEXT NOT NULL, metric TEXT NOT NULL, value REAL NOT NULL,
            PRIMARY KEY(system, scenario, instance, metric)) WITHOUT ROWID;
        """;
}
