using System.Globalization;

namespace Audire.Training;

/// <summary>Everything the course of the weights depends on, as names and texts that a checkpoint holds and a resumed run compares.</summary>
internal static class RunIdentity
{
    public static SortedDictionary<string, string> Of(IReadOnlyDictionary<string, string> trainee, IReadOnlyDictionary<string, string> batches, TrainingSettings settings)
    {
        var identity = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["steps"] = Text(settings.Steps),
            ["rate"] = settings.Rate.Description,
            ["optimiser"] = settings.Optimiser.Description,
            ["batches a step"] = Text(settings.BatchesPerStep),
            ["accumulation"] = settings.Accumulation.ToString(),
            ["clip"] = Text(settings.ClipNorm),
            ["seed"] = Text(settings.Seed),
        };
        foreach (var (prefix, part) in new[] { ("model: ", trainee), ("data: ", batches), ("", settings.Further) })
            foreach (var (key, value) in part) identity[prefix + key] = value;
        return identity;
    }

    /// <summary>What differs, in words.</summary>
    public static IReadOnlyList<string> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        [.. before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key}: then {before.GetValueOrDefault(key) ?? "none"}, now {now.GetValueOrDefault(key) ?? "none"}")];

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
