namespace Audire.Evaluation.Runs;

/// <content>What belongs to no item: values that another program computed, and a judge's answers.</content>
internal sealed partial class RunStore
{
    /// <summary>Keeps a value that another program computed.</summary>
    public void SaveGiven(string system, string scenario, string instance, IEnumerable<KeyValuePair<string, double>> values) => Transact("given values", () =>
    {
        foreach (var (metric, value) in values)
            Run("INSERT INTO given(system, scenario, instance, metric, value) VALUES($system, $scenario, $instance, $metric, $value) ON CONFLICT DO NOTHING",
                ("$system", system), ("$scenario", scenario), ("$instance", instance), ("$metric", metric), ("$value", value));
    });

    /// <summary>Every value that another program computed.</summary>
    public IReadOnlyList<GivenValue> ReadGiven()
    {
        var values = new List<GivenValue>();
        lock (_gate)
        {
            // Runs of earlier versions are opened for reading too; they have no such table.
            using var table = Command("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'given'");
            if (table.ExecuteScalar() is null) return values;
            using var command = Command("SELECT system, scenario, instance, metric, value FROM given ORDER BY system, scenario, instance, metric");
            using var reader = command.ExecuteReader();
            while (reader.Read()) values.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDouble(4)));
        }

        return values;
    }

    /// <summary>The answers that a system gave to requests of no item: those of a judge.</summary>
    public IReadOnlyList<StoredAnswer> ReadAnswersBesides(string system)
    {
        var answers = new List<StoredAnswer>();
        lock (_gate)
        {
            using var command = Command("""
                SELECT r.answer, r.finish, r.model, r.input_tokens, r.output_tokens, r.seconds, r.received, r.raw
                FROM responses r JOIN requests q ON q.key = r.key
                WHERE q.system = $system AND NOT EXISTS (SELECT 1 FROM items i WHERE i.key = q.key) ORDER BY r.key
                """, ("$system", system));
            using var reader = command.ExecuteReader();
            while (reader.Read()) answers.Add(ReadAnswer(reader, 0));
        }

        return answers;
    }
}

/// <summary>A value that another program computed.</summary>
internal sealed record GivenValue(string System, string Scenario, string Instance, string Metric, double Value);
