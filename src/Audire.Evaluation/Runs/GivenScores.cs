using Audire.Evaluation.Judging;

namespace Audire.Evaluation.Runs;

/// <summary>The values of a run that come with answers: what was imported, and what a judge said as far as it can be read.</summary>
internal sealed class GivenScores
{
    private static readonly Dictionary<string, double> None = [];
    private readonly Dictionary<(string System, string Scenario, string Instance), Dictionary<string, double>> _imported = [];
    private readonly RunStore _store;
    private readonly JudgeBook? _judge;

    private GivenScores(RunStore store, JudgeBook? judge) => (_store, _judge) = (store, judge);

    /// <summary>Reads what was imported; verdicts are read when they are asked for.</summary>
    public static GivenScores Read(RunStore store, JudgeBook? judge)
    {
        var scores = new GivenScores(store, judge);
        foreach (var value in store.ReadGiven())
        {
            var instance = (value.System, value.Scenario, value.Instance);
            if (!scores._imported.TryGetValue(instance, out var values)) scores._imported[instance] = values = new(StringComparer.Ordinal);
            values[value.Metric] = value.Value;
        }

        return scores;
    }

    /// <summary>Metric to value for an answer.</summary>
    public IReadOnlyDictionary<string, double> Of(ScenarioRecord scenario, StoredItem item, StoredAnswer answer)
    {
        var imported = _imported.GetValueOrDefault((item.System, item.Scenario, item.Instance), None);
        return _judge is null ? imported : imported.Concat(_judge.Read(scenario, item, answer.Answer, _store)).DistinctBy(pair => pair.Key).ToDictionary(StringComparer.Ordinal);
    }
}
