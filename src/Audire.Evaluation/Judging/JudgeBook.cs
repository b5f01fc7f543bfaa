using System.Globalization;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Metrics.Judging;

namespace Audire.Evaluation.Judging;

/// <summary>Which request judges which answer, and what the judge said: computed from a run's specification alone, so that a run is scored again without its judge.</summary>
internal sealed class JudgeBook(RunSpec spec, SystemRecord judge)
{
    private readonly int _seed = int.Parse(spec.Arguments.InForce["seed"], CultureInfo.InvariantCulture);
    private readonly SystemIdentity _identity = new(judge.Kind, judge.Identity, judge.Settings);

    /// <summary>The book of a run; null where it has no judge.</summary>
    public static JudgeBook? Of(RunSpec spec) => spec.Judge is { } judge ? new JudgeBook(spec, judge) : null;

    /// <summary>The questions that a scenario has for its judge.</summary>
    public static IEnumerable<JudgeQuestion> Questions(ScenarioRecord scenario) => JudgeQuestion.All.Where(question => scenario.Scoring.Metrics.Contains(question.Metric));

    /// <summary>The request that judges an answer.</summary>
    public (AdaptedRequest Request, StoredRequest Stored) Request(JudgeQuestion question, StoredItem item, string answer)
    {
        var request = question.Request(item.Prompt, item.Groups.GetValueOrDefault(InstanceGroups.Heard, ""), item.References, answer);
        var (body, key) = RequestKey.Of(request, [], _identity, null, _seed, trial: 0);
        return (request, new StoredRequest(key, judge.Name, body));
    }

    /// <summary>What the judge found of an answer: metric to yes or no. A metric without a readable verdict is absent.</summary>
    public IReadOnlyDictionary<string, bool> Read(ScenarioRecord scenario, StoredItem item, string answer, RunStore store)
    {
        var verdicts = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var question in Questions(scenario))
        {
            // Nothing was said: no judge is needed to see that.
            if (string.IsNullOrWhiteSpace(answer)) verdicts[question.Metric] = false;
            else if (store.FindAnswer(Request(question, item, answer).Stored.Key) is { } said && JudgeParsers.YesNo(said.Answer) is { } verdict) verdicts[question.Metric] = verdict;
        }

        return verdicts;
    }
}
