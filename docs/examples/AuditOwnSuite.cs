using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;
using Audire.Reporting;
using Microsoft.Extensions.AI;

namespace Audire.Examples;

/// <summary>A suite of your own on a system of your own: anything that is an <see cref="IChatClient"/> can be audited.</summary>
public static class AuditOwnSuite
{
    /// <summary>Runs the suite and builds the report.</summary>
    /// <param name="suite">A suite, say <c>docs/examples/own-suite/suite.yaml</c>.</param>
    /// <param name="client">What is audited.</param>
    /// <param name="runFolder">The run folder to make.</param>
    /// <param name="cancellationToken">Stops between answers; what was answered is kept, and <c>Resume</c> goes on.</param>
    /// <returns>How the run ended: all numbers, each with n and interval.</returns>
    public static async Task<RunOutcome> RunAsync(string suite, IChatClient client, string runFolder, CancellationToken cancellationToken = default)
    {
        using var system = new MySystem(client);
        var outcome = await new AuditRunner().RunAsync(
            Suite.Read(suite), [system, .. Baseline.All], new RunOptions { Directory = runFolder }, progress: null, cancellationToken);
        await ReportBuilder.Build(runFolder, Path.Combine(runFolder, "report"), cancellationToken);
        return outcome;
    }

    // A system is a client with a name and an identity: answers are stored under it, and asked again when it changes.
    private sealed class MySystem(IChatClient client) : ISystem
    {
        public string Name => "my-system";

        public SystemIdentity Identity { get; } = new("model", "my-system, version 1", new Dictionary<string, string> { ["temperature"] = "0" });

        public SystemCapabilities Capabilities { get; } = new([ScenarioTask.Transcription, ScenarioTask.Classification]);

        public IChatClient Open(ScenarioContext scenario) => client;

        public void Dispose() => client.Dispose();
    }
}
