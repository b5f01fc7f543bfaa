using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>
/// The constant baselines, which hear nothing: what a score is worth is how far it lies from theirs.
/// <c>chance</c> draws from the answer set (free answers: another instance's reference), seeded by the request;
/// <c>majority</c> always says the commonest expected answer (free answers: the commonest word); <c>empty</c> says nothing.
/// </summary>
public sealed class Baseline : ISystem
{
    private readonly Func<ScenarioContext, IReadOnlyList<ChatMessage>, IReadOnlyList<string>, string> _answer;

    private Baseline(string name, Func<ScenarioContext, IReadOnlyList<ChatMessage>, IReadOnlyList<string>, string> answer)
    {
        Name = name;
        _answer = answer;
        Identity = new SystemIdentity("baseline", $"baseline:{name}:1", new Dictionary<string, string>());
    }

    /// <summary>Draws an answer by chance.</summary>
    public static Baseline Chance { get; } = new("chance", (scenario, messages, answers) =>
    {
        var options = answers.Count > 0 ? answers : scenario.Expected;
        return options.Count == 0 ? "" : options[(int)(Draw(scenario.Seed, messages) % (ulong)options.Count)];
    });

    /// <summary>Says the commonest expected answer, the first in ordinal order among equals.</summary>
    public static Baseline Majority { get; } = new("majority", (scenario, _, answers) => Commonest(answers.Count > 0
        ? scenario.Expected
        : scenario.Expected.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));

    /// <summary>Says nothing.</summary>
    public static Baseline Empty { get; } = new("empty", (_, _, _) => "");

    /// <summary>The three, as every board carries them.</summary>
    public static IReadOnlyList<ISystem> All { get; } = [Chance, Majority, Empty];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SystemIdentity Identity { get; }

    /// <inheritdoc/>
    public SystemCapabilities Capabilities { get; } = new(ScenarioTask.All, SeesScenario: true);

    /// <inheritdoc/>
    public IChatClient Open(ScenarioContext scenario) =>
        new AnsweringClient((messages, options) => _answer(scenario, messages, (options as AuditOptions)?.Answers ?? []));

    /// <inheritdoc/>
    public void Dispose() { }

    private static string Commonest(IEnumerable<string> texts) => texts
        .GroupBy(text => text, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? "";

    // By content, so that the draw depends neither on order nor on names.
    private static ulong Draw(int seed, IReadOnlyList<ChatMessage> messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> start = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(start, seed);
        hash.AppendData(start);
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            if (content is TextContent text) hash.AppendData(Encoding.UTF8.GetBytes(text.Text));
            else if (content is DataContent data) hash.AppendData(data.Data.Span);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }
}
