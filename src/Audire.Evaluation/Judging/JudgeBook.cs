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
    private readonly JudgePrompt _rating = spec.JudgePrompt is { } own ? new JudgePrompt(own) : JudgePrompt.Rating;
    private readonly SystemIdentity _identity = new(judge.Kind, judge.Identity, judge.Settings);

    /// <summary>The book of a run; null where it has no judge.</summary>
    public static JudgeBook? Of(RunSpec spec) => spec.Judge is { } judge ? new JudgeBook(spec, judge) : null;

    /// <summary>The questions that a scenario has for its judge.</summary>
    public static IEnumerable<JudgeQuestion> Questions(ScenarioRecord scenario) => JudgeQuestion.All.Where(question => scenario.Scoring.Metrics.Contains(question.Metric));

    /// <summary>The request that judges an answer.</summary>
    public (AdaptedRequest Request, StoredRequest Stored) Request(JudgeQuestion question, StoredItem item, string answer)
    {
        var request = question.Request(item.Prompt, item.Groups.GetValueOrDefault(InstanceGroups.Heard, ""), item.References, answer, _rating);
        var (body, key) = RequestKey.Of(request, [], _identity, null, _seed, trial: 0);
        return (request, new StoredRequest(key, judge.Name, body));
    }

    /// <summary>Whether a judge is needed for an answer: not where nothing was said and that decides, and not for a rating where there is nothing to compare with.</summary>
    public static bool IsAsked(JudgeQuestion question, StoredItem item, string answer) =>
        (question.OfSilence is null || !string.IsNullOrWhiteSpace(answer)) && (item.References.Count > 0 || question == JudgeQuestion.Refusal);

    /// <summary>What the judge found of an answer: metric to value, 0 or 1 for no and yes. A metric without a readable verdict is absent.</summary>
    public IReadOnlyDictionary<string, double> Read(ScenarioRecord scenario, StoredItem item, string answer, RunStore store)
    {
        var verdicts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var question in Questions(scenario))
        {
            var verdict = IsAsked(question, item, answer) ? Said(question, item, answer, store) is { } said ? question.Read(said) : null
                : string.IsNullOrWhiteSpace(answer) ? question.OfSilence : null;
            if (verdict is { } value) verdicts[question.Metric] = value;
        }

        return verdicts;
    }

    /// <summary>Metric to the judge's own words about an answer, as far as it was asked; null where it was not.</summary>
    public IReadOnlyDictionary<string, string>? Words(ScenarioRecord scenario, StoredItem item, string answer, RunStore store)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in Questions(scenario).Where(question => IsAsked(question, item, answer)))
            if (Said(question, item, answer, store) is { } said) words[question.Metric] = said;
        return words.Count > 0 ? words : null;
    }

    private string? Said(JudgeQuestion question, StoredItem item, string answer, RunStore store) => store.FindAnswer(Request(question, item, answer).Stored.Key)?.Answer;
}
