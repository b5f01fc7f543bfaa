using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Audire.Evaluation.Clients;
using Audire.Models.Nn;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>A system that computes here. Its models belong to the pool, which outlives it.</summary>
internal abstract class LocalSystem : ISystem
{
    private readonly IReadOnlyList<string> _models;

    /// <param name="name">The name it was given.</param>
    /// <param name="kind">What it is: <c>model</c>, <c>cascade</c>, <c>recogniser</c> or <c>salmonn</c>.</param>
    /// <param name="tasks">The tasks it takes part in.</param>
    /// <param name="pool">Where its models come from.</param>
    /// <param name="parts">Its models, each with the weight type it is held in.</param>
    protected LocalSystem(string name, string kind, IReadOnlyList<string> tasks, ModelPool pool, params (string Path, WeightType Type)[] parts)
    {
        (Name, Pool, _models) = (name, pool, [.. parts.Select(part => part.Path)]);
        Types = [.. parts.Select(part => part.Type)];
        Capabilities = new SystemCapabilities(tasks);
        Identity = new SystemIdentity(kind, Hash(parts.Select(part => ModelIdentity.Hash(part.Path))), Settings(pool, Types));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SystemIdentity Identity { get; }

    /// <inheritdoc/>
    public SystemCapabilities Capabilities { get; }

    /// <summary>The weight types its models are held in, in the order in which they take part.</summary>
    public IReadOnlyList<WeightType> Types { get; }

    /// <summary>Where its models come from.</summary>
    protected ModelPool Pool { get; }

    /// <inheritdoc/>
    public abstract IChatClient Open(ScenarioContext scenario);

    /// <inheritdoc/>
    public virtual void Rest()
    {
        foreach (var model in _models) Pool.Release(model);
    }

    /// <inheritdoc/>
    public void Dispose() => Rest();

    /// <summary>What may change an answer besides the weights.</summary>
    public static IReadOnlyDictionary<string, string> Settings(ModelPool pool, IEnumerable<WeightType> types) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["batch"] = "1",
        ["decoding"] = "greedy",
        ["device"] = pool.Engine.Settings.Device.ToString(),
        ["dtype"] = string.Join('+', types.Select(type => type.ToString().ToUpperInvariant())),
        ["libtorch"] = pool.Engine.Settings.Version,
        ["threads"] = pool.Engine.Settings.Threads.ToString(CultureInfo.InvariantCulture),
    };

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('+', parts))));
}
