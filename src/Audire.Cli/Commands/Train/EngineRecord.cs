using System.Globalization;

namespace Audire.Cli.Commands.Train;

/// <summary>How a process computed, for the record.</summary>
internal static class EngineRecord
{
    public static IReadOnlyDictionary<string, string> Of(Engine engine) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["device"] = engine.Settings.Device.ToString(),
        ["dtype"] = engine.Type?.ToString() ?? "F32",
        ["libtorch"] = engine.Settings.Version,
        ["threads"] = engine.Settings.Threads.ToString(CultureInfo.InvariantCulture),
    };
}
