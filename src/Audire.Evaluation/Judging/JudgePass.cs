using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Judging;

/// <summary>Puts every answer of the judged scenarios to a judge, each once.</summary>
internal sealed class JudgePass(RunStore store, RequestSender sender, ISystem judge, JudgeBook book, int concurrency)
{
    private int _failed;

    /// <summary>Answers that the judge failed to judge.</summary>
    public int Failed => _failed;

    /// <summary>Asks what is not stored.</summary>
    public async Task RunAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        var scenarios = spec.Scenarios.ToDictionary(scenario => scenario.Name, StringComparer.Ordinal);
        var client = new Lazy<IChatClient>(() => judge.Open(new ScenarioContext("judge", ScenarioTask.Generation, [], 0)));
        var questions = store.ReadAll().Where(row => row.Answer is not null)
            .SelectMany(row => JudgeBook.Questions(scenarios[row.Item.Scenario]).Where(question => JudgeBook.IsAsked(question, row.Item, row.Answer!.Answer))
                .Select(question => book.Request(question, row.Item, row.Answer!.Answer)))
            .DistinctBy(question => question.Stored.Key);
        await Parallel.ForEachAsync(
            questions, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (question, token) =>
            {
                store.SaveRequest(question.Stored);
                if (await sender.AskAsync(judge, client, question.Request, [], question.Stored.Key, token) == AskOutcome.Failed) Interlocked.Increment(ref _failed);
            });
    }
}
