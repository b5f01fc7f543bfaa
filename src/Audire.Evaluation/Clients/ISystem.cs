using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>
/// A system under audit: anything with an <see cref="IChatClient"/> that takes <see cref="TextContent"/> and
/// <see cref="DataContent"/> of type <c>audio/wav</c>, and an identity that tells when its answers may be reused.
/// </summary>
/// <remarks>
/// The system owns its clients and its weights; dispose it when the run is over. <see cref="Open"/> may load weights, so it is called
/// only when something is to be asked. Clients are asked from one thread at a time unless the run has a concurrency above 1.
/// </remarks>
public interface ISystem : IDisposable
{
    /// <summary>The name it was given, unique in a run, say <c>cascade:whisper-base+smollm2-135m</c>.</summary>
    string Name { get; }

    /// <summary>What makes its answers its own.</summary>
    SystemIdentity Identity { get; }

    /// <summary>What it can do.</summary>
    SystemCapabilities Capabilities { get; }

    /// <summary>The client that answers a scenario's requests.</summary>
    /// <param name="scenario">What the scenario is about. Systems that are judged by it ignore all but the task.</param>
    /// <exception cref="AuditSystemException">The system cannot be started.</exception>
    IChatClient Open(ScenarioContext scenario);

    /// <summary>
    /// Frees what answering needs, and with it the clients that were opened: a run calls it once it has asked everything, so that systems that follow one another need
    /// not all fit into memory. <see cref="Open"/> makes the system ready again. Default: nothing is freed.
    /// </summary>
    void Rest()
    {
        // A system without weights of its own holds nothing worth freeing.
    }
}

/// <summary>What makes a system's answers its own; part of the key under which answers are stored.</summary>
/// <param name="Kind"><c>model</c>, <c>cascade</c>, <c>recogniser</c>, <c>remote</c> or <c>baseline</c>.</param>
/// <param name="Hash">A hash over weights and configuration; for a remote system its address and model name.</param>
/// <param name="Settings">Engine settings that may change answers: device, dtype, threads, batch, engine version.</param>
public sealed record SystemIdentity(string Kind, string Hash, IReadOnlyDictionary<string, string> Settings);

/// <summary>What a system can do.</summary>
/// <param name="Tasks">The tasks it takes part in; see <see cref="Scenarios.ScenarioTask"/>.</param>
/// <param name="SeesScenario">True for baselines, whose answers depend on the scenario's answer set and not on the recording alone.</param>
/// <param name="Price">What it costs, where that is known.</param>
public sealed record SystemCapabilities(IReadOnlyList<string> Tasks, bool SeesScenario = false, SystemPrice? Price = null);

/// <summary>Prices, in one currency of the user's choice.</summary>
/// <param name="PerMillionInput">For a million tokens read.</param>
/// <param name="PerMillionOutput">For a million tokens written.</param>
/// <param name="PerMinuteAudio">For a minute of sound sent.</param>
public sealed record SystemPrice(double PerMillionInput, double PerMillionOutput, double PerMinuteAudio);

/// <summary>What a baseline may know of a scenario.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Task">Its task.</param>
/// <param name="Expected">The expected answers of all instances, in the form in which they are to be given.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record ScenarioContext(string Scenario, string Task, IReadOnlyList<string> Expected, int Seed);

/// <summary>Options of a request in an audit; a plain <see cref="ChatOptions"/> to every client but the baselines.</summary>
public sealed class AuditOptions : ChatOptions
{
    /// <summary>The answers that score, in the form they are to be given; empty where answers are free.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];
}

/// <summary>A system that cannot be started or asked; one sentence that says why and what to do.</summary>
public sealed class AuditSystemException : Exception
{
    /// <summary>Makes the error.</summary>
    public AuditSystemException(string message) : base(message) { }

    /// <summary>Makes the error with its cause.</summary>
    public AuditSystemException(string message, Exception cause) : base(message, cause) { }
}
