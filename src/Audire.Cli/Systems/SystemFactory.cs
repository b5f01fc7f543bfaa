using Audire.Cli.Hosting;
using Audire.Cli.ModelStore;
using Audire.Evaluation.Clients;
using Audire.Models.Salmonn;

namespace Audire.Cli.Systems;

/// <summary>From a name to a system.</summary>
internal static class SystemFactory
{
    private const string Cascade = "cascade:";

    private const string Hearing = "salmonn-mini";

    /// <summary>The systems that are audited when none is named: those in the box.</summary>
    public static IReadOnlyList<string> Default { get; } = [.. Shipped, DefaultCascade, "whisper-base"];

    /// <summary>The system that answers questions when none is named: the model that hears by itself, where it is in the box.</summary>
    public static string Answerer { get; } = Shipped.FirstOrDefault(DefaultCascade);

    /// <summary>The recogniser and the language model in the box, one behind the other.</summary>
    public const string DefaultCascade = Cascade + "whisper-base+smollm2-135m";

    /// <summary>The names in a list that may be separated by commas, by spaces, or by both.</summary>
    public static IReadOnlyList<string> Split(IEnumerable<string> given) =>
        [.. given.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>The system of a name: a model's name, folder or file, <c>cascade:RECOGNISER+MODEL</c>, <c>openai:MODEL@BASE</c>, or a baseline.</summary>
    /// <exception cref="CommandException">A model is not on this machine.</exception>
    /// <exception cref="UsageException">A cascade is not made of a recogniser and a language model.</exception>
    /// <exception cref="AuditSystemException">A remote system's name is malformed, or its key is missing.</exception>
    public static ISystem Create(string name, ModelPool pool, KeyRing keys)
    {
        if (SystemNames.TryCreate(name, keys) is { } system) return system;
        if (name.StartsWith(Cascade, StringComparison.Ordinal)) return CreateCascade(name, pool);
        var path = ModelFolders.Resolve(name);
        if (SalmonnFolder.Is(path)) return new SalmonnSystem(name, path, SalmonnFolder.Read(path).Parts(path, ModelFolders.Resolve), pool);
        return ModelIdentity.IsRecogniser(path) ? new RecogniserSystem(name, path, pool) : new LanguageModelSystem(name, path, pool);
    }

    private static string[] Shipped => ModelFolders.Find(Hearing) is { } found && SalmonnFolder.Is(found) ? [Hearing] : [];

    private static CascadeSystem CreateCascade(string name, ModelPool pool)
    {
        // Folder names may hold a plus sign: the first one that leaves a recogniser on its left divides the name.
        var parts = name[Cascade.Length..];
        for (var plus = parts.IndexOf('+', StringComparison.Ordinal); plus >= 0; plus = parts.IndexOf('+', plus + 1))
        {
            if (ModelFolders.Find(parts[..plus]) is not { } recogniser || !ModelIdentity.IsRecogniser(recogniser)) continue;
            var model = ModelFolders.Resolve(parts[(plus + 1)..]);
            return ModelIdentity.IsRecogniser(model)
                ? throw new UsageException($"'{name}' has two recognisers; write cascade:RECOGNISER+LANGUAGE_MODEL.")
                : new CascadeSystem(name, recogniser, model, pool);
        }
        var first = parts.Split('+')[0];
        if (parts.Contains('+', StringComparison.Ordinal) && ModelFolders.Find(first) is null) ModelFolders.Resolve(first); // says what is missing
        throw new UsageException($"'{name}' is no cascade; write cascade:RECOGNISER+LANGUAGE_MODEL, say {DefaultCascade}.");
    }
}
