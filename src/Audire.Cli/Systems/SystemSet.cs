using Audire.Cli.Commands;
using Audire.Cli.Hosting;
using Audire.Evaluation.Clients;

namespace Audire.Cli.Systems;

/// <summary>The systems of an audit with the models they share. Disposing it frees everything.</summary>
internal sealed class SystemSet : IDisposable
{
    private readonly ModelPool _pool;

    private SystemSet(ModelPool pool, IReadOnlyList<ISystem> all, ISystem? judge) => (_pool, All, Judge) = (pool, all, judge);

    /// <summary>The systems that were named, then the constant baselines that were not.</summary>
    public IReadOnlyList<ISystem> All { get; }

    /// <summary>Who judges answers; null for none.</summary>
    public ISystem? Judge { get; }

    /// <summary>Device, dtype, threads and libtorch, for the run's record; empty where nothing computes here.</summary>
    public IReadOnlyDictionary<string, string> Engine =>
        _pool.IsStarted ? LocalSystem.Settings(_pool, All.Append(Judge).OfType<LocalSystem>().SelectMany(system => system.Types).Distinct()) : new Dictionary<string, string>();

    /// <summary>Makes the systems of an audit. Models are loaded later, when first asked.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="start">Starts libtorch, where a system computes here.</param>
    /// <param name="keysFile">Keys and prices of remote systems; null for those of the environment.</param>
    /// <param name="judge">Who judges answers: a language model, a cascade or a remote system; null (default) for none.</param>
    /// <exception cref="UsageException">A system cannot take part in an audit, or cannot judge.</exception>
    public static SystemSet Create(IReadOnlyList<string> names, Func<Engine> start, string? keysFile, string? judge = null)
    {
        var pool = new ModelPool(start);
        var systems = new List<ISystem>();
        try
        {
            var keys = KeyRing.Load(keysFile);
            foreach (var name in names.Distinct(StringComparer.Ordinal)) systems.Add(SystemFactory.Create(name, pool, keys));
            if (systems.OfType<LanguageModelSystem>().FirstOrDefault() is { } deaf)
                throw new UsageException($"'{deaf.Name}' reads text and hears nothing; audit it behind a recogniser, as cascade:whisper-base+{deaf.Name}.");
            systems.AddRange(Baseline.All.Where(baseline => !systems.Contains(baseline)));
            var judging = judge is null ? null : SystemFactory.Create(judge, pool, keys);
            if (judging is RecogniserSystem or Baseline)
                throw new UsageException($"'{judge}' cannot judge: it reads no text; name a language model, or a remote system as openai:MODEL@BASE_ADDRESS.");
            return new SystemSet(pool, systems, judging);
        }
        catch
        {
            systems.ForEach(system => system.Dispose());
            pool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var system in All) system.Dispose();
        Judge?.Dispose();
        _pool.Dispose();
    }
}
