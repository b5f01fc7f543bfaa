using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Audire.Evaluation.Runs;

/// <summary>Records what a run's numbers may depend on besides suite and systems.</summary>
public static class RunEnvironments
{
    /// <summary>What is true of this process and machine now.</summary>
    /// <param name="engine">Device, dtype, threads and libtorch, from whoever computes.</param>
    public static RunEnvironment Capture(IReadOnlyDictionary<string, string> engine)
    {
        var (revision, dirty) = CodeRevision.Read(AppContext.BaseDirectory);
        return new RunEnvironment(Version(), revision, dirty, Packages(AppContext.BaseDirectory), Hardware(), engine);
    }

    private static string Version() =>
        typeof(RunEnvironments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static SortedDictionary<string, string> Hardware() => new(StringComparer.Ordinal)
    {
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(CultureInfo.InvariantCulture),
        ["os"] = RuntimeInformation.OSDescription,
        ["processor"] = Processor(),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        if (File.Exists(Linux) && File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "";
    }

    // The host writes down which packages the program runs with; a single-file program has no such list.
    private static SortedDictionary<string, string> Packages(string folder)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Assembly.GetEntryAssembly()?.GetName().Name is not { } program || Path.Combine(folder, program + ".deps.json") is var path && !File.Exists(path)) return packages;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        if (!document.RootElement.TryGetProperty("libraries", out var libraries)) return packages;
        foreach (var library in libraries.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            var parts = library.Name.Split('/');
            packages[parts[0]] = parts[1];
        }

        return packages;
    }
}
