using System.Text.Json.Serialization;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs;

/// <summary>What a run is: what was asked for, of whom, over which data, on which machine. Written once as <c>spec.json</c>.</summary>
/// <remarks>Immutable; equality by value of the members, lists by reference.</remarks>
public sealed record RunSpec
{
    /// <summary>The layout of the run folder that this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The layout of the run folder this specification was written for.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The suite.</summary>
    public required SuiteRecord Suite { get; init; }

    /// <summary>Arguments as given and as they took effect.</summary>
    public required RunArguments Arguments { get; init; }

    /// <summary>The systems that are asked, in the order of the board's rows before ranking.</summary>
    public required IReadOnlyList<SystemRecord> Systems { get; init; }

    /// <summary>The scenarios, in the suite's order.</summary>
    public required IReadOnlyList<ScenarioRecord> Scenarios { get; init; }

    /// <summary>Who judged the answers of judged scenarios; null where a rule did.</summary>
    public SystemRecord? Judge { get; init; }

    /// <summary>What the judge was asked for a rating, where that was a text of the user's; null where it was ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JudgePrompt { get; init; }

    /// <summary>Scenarios of the suite for which there was nothing to ask, with the reason; in an optional suite alone.</summary>
    public IReadOnlyList<ScenarioNotRun> NotRun { get; init; } = [];

    /// <summary>Code, packages, machine and engine.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>When the run began (a resumed run keeps its first time).</summary>
    public required DateTimeOffset Started { get; init; }
}

/// <summary>A suite by its content.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its title, for people.</param>
/// <param name="Hash">SHA-256 over the suite file and its manifests, hexadecimal.</param>
/// <param name="Source">Where it was read from, for people; never part of any key.</param>
/// <param name="Clips">Recordings the manifest lists.</param>
public sealed record SuiteRecord(string Name, string Title, string Hash, string Source, int Clips)
{
    /// <summary>The manifest that was read, for people and for going on; empty in runs of earlier versions.</summary>
    public string Manifest { get; init; } = "";
}

/// <summary>Arguments of a run.</summary>
/// <param name="Given">The command line as it was typed.</param>
/// <param name="InForce">Every option with the value that took effect, defaults included.</param>
public sealed record RunArguments(IReadOnlyList<string> Given, IReadOnlyDictionary<string, string> InForce);

/// <summary>A system as it took part in a run.</summary>
/// <param name="Name">The name it was given, say <c>cascade:whisper-base+smollm2-135m</c>.</param>
/// <param name="Kind">What it is: <c>model</c>, <c>cascade</c>, <c>recogniser</c>, <c>remote</c> or <c>baseline</c>.</param>
/// <param name="Identity">Hash over its weights and configuration, or what a remote one calls itself.</param>
/// <param name="Settings">Engine settings that may change answers: device, dtype, threads and kin.</param>
/// <param name="Tasks">The tasks it can do.</param>
public sealed record SystemRecord(
    string Name, string Kind, string Identity, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Tasks)
{
    /// <summary>What it costs; null where no price is known.</summary>
    public SystemPrice? Price { get; init; }

    /// <summary>The record of a system.</summary>
    internal static SystemRecord Of(ISystem system) =>
        new(system.Name, system.Identity.Kind, system.Identity.Hash, system.Identity.Settings, system.Capabilities.Tasks) { Price = system.Capabilities.Price };
}

/// <summary>A scenario as it took part in a run.</summary>
/// <param name="Name">Its name, unique in the suite.</param>
/// <param name="Aspect">The aspect it measures.</param>
/// <param name="Title">Its title, for people.</param>
/// <param name="Description">What is asked of which recordings, and what the score means.</param>
/// <param name="Task">The task: <c>transcription</c>, <c>classification</c>, <c>language-identification</c>, <c>generation</c> or <c>multiple-choice</c>.</param>
/// <param name="Prompt">The instruction that goes with each clip.</param>
/// <param name="Main">The metric that stands on the board.</param>
/// <param name="Metrics">Every metric that is computed.</param>
/// <param name="Answers">The closed set of answers; empty where answers are free.</param>
/// <param name="Instances">Instances in this run.</param>
/// <param name="Generated">True where the speech was made by a synthesiser, not recorded from people.</param>
public sealed record ScenarioRecord(
    string Name, string Aspect, string Title, string Description, string Task, string Prompt, string Main,
    IReadOnlyList<string> Metrics, IReadOnlyList<string> Answers, int Instances, bool Generated)
{
    /// <summary>How answers become numbers, so that a run can be scored again without its suite.</summary>
    public ScoringRules Scoring { get; init; } = new() { Metrics = Metrics, Main = Main };
}

/// <summary>A scenario that was not run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its title, for people.</param>
/// <param name="Reason">Why, say <c>no clips for task keywords</c>.</param>
public sealed record ScenarioNotRun(string Name, string Title, string Reason);

/// <summary>What may change numbers besides suite and systems.</summary>
/// <param name="Version">Audire's version.</param>
/// <param name="Revision">The commit it was built from; empty where unknown.</param>
/// <param name="Dirty">True where the checkout had uncommitted changes; null where unknown.</param>
/// <param name="Packages">Package name to version.</param>
/// <param name="Hardware">Processor, cores, memory, operating system.</param>
/// <param name="Engine">Device, dtype, threads, libtorch.</param>
public sealed record RunEnvironment(
    string Version, string Revision, bool? Dirty, IReadOnlyDictionary<string, string> Packages,
    IReadOnlyDictionary<string, string> Hardware, IReadOnlyDictionary<string, string> Engine);
