using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Audire.Evaluation.Runs;

/// <content>How statements run: every one under the lock, every write through <see cref="RunWrites"/>.</content>
internal sealed partial class RunStore
{
    private SqliteTransaction? _transaction;

    private T Write<T>(string what, Func<T> write)
    {
        lock (_gate) return _writes.Database(_path, what, write);
    }

    // Both the statements and the commit may be refused; either way the transaction is rolled back and nothing of it stays.
    private void Transact(string what, Action statements)
    {
        lock (_gate)
        {
            using var transaction = _writes.Database(_path, "begin " + what, () => _connection.BeginTransaction());
            _transaction = transaction;
            try
            {
                _writes.Database(_path, "write " + what, () =>
                {
                    statements();
                    return true;
                });
                _writes.Database(_path, "commit " + what, () =>
                {
                    transaction.Commit();
                    return true;
                });
            }
            finally
            {
                _transaction = null;
            }
        }
    }

    /// <summary>Bounds the database's size in pages of 4 KiB: a disk that is full, for tests.</summary>
    internal void LimitPages(int pages) => Scalar(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={pages}"));

    private void SaveMeta(string key, string value) => Transact(key, () => PutMeta(key, value));

    private void PutMeta(string key, string value) =>
        Run("INSERT INTO meta(key, value) VALUES($key, $value) ON CONFLICT(key) DO UPDATE SET value = excluded.value", ("$key", key), ("$value", value));

    private string? ReadMeta(string key)
    {
        lock (_gate)
        {
            using var command = Command("SELECT value FROM meta WHERE key = $key", ("$key", key));
            return command.ExecuteScalar() as string;
        }
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        lock (_gate)
        {
            using var command = Command(sql);
            return command.ExecuteScalar();
        }
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
#pragma warning disable CA2100 // every statement is a constant of this class; values go in as parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static string Json(IReadOnlyList<string> values) => JsonSerializer.Serialize(values, RunJson.Compact.IReadOnlyListString);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
