using System.Diagnostics;
using System.Text.Json;
using Audire.Models.Checkpoints;
using Xunit;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Opens hostile files and loads all they hold: each must be refused with its class, quickly, with little memory, touching no file.</summary>
internal static class HostileFiles
{
    private const long MostBytes = 200_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>What went wrong over all cases; empty where nothing did.</summary>
    /// <param name="cases">JSON records with "file" and "expect".</param>
    /// <param name="folder">The fixture folder.</param>
    /// <param name="liberal">Files that may be read as well as refused, by the folder's README.</param>
    public static List<string> Run(IEnumerable<JsonElement> cases, string folder, IReadOnlySet<string> liberal)
    {
        var failures = new List<string>();
        foreach (var record in cases)
        {
            var file = record.GetProperty("file").GetString()!;
            var expect = record.GetProperty("expect").GetString()!;
            if (Judge(Path.Combine(folder, file), expect, liberal.Contains(Path.GetFileNameWithoutExtension(file).Replace("hostile_", "", StringComparison.Ordinal))) is { } failure)
                failures.Add($"{file} ({expect}): {failure}");
        }
        if (File.Exists("PWNED") || File.Exists(Path.Combine(folder, "PWNED"))) failures.Add("a payload ran: the file PWNED exists");
        return failures;
    }

    private static string? Judge(string path, string expect, bool mayBeRead)
    {
        var clock = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();
        string? failure;
        try
        {
            LoadAll(path);
            failure = mayBeRead || expect == "any" ? null : "was read";
        }
        catch (CheckpointException e)
        {
            failure = expect == "any" || e.Kind.ToString().Equals(expect.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase) ? null : $"was {e.Kind}: {e.Message}";
            if (e.Message.Contains('\n', StringComparison.Ordinal) || !e.Message.EndsWith('.')) failure ??= $"is told in no clear sentence: {e.Message}";
        }
        catch (Exception e)
        {
            failure = $"threw {e.GetType()}: {e.Message}";
        }
        if (clock.Elapsed > Longest) failure ??= $"took {clock.Elapsed}";
        if (GC.GetTotalAllocatedBytes() - before > MostBytes) failure ??= $"allocated {GC.GetTotalAllocatedBytes() - before} bytes";
        return failure;
    }

    /// <summary>Opens a file and loads every tensor of it.</summary>
    public static void LoadAll(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (var entry in checkpoint.Tensors.Values)
        {
            using var tensor = checkpoint.Load(entry.Name);
            Assert.Equal(entry.Shape, tensor.shape);
        }
    }

    /// <summary>Fails with every message, where there is one.</summary>
    public static void AssertNone(List<string> failures, int cases)
    {
        Assert.True(cases > 0, "No case was found.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases}:\n{string.Join('\n', failures)}");
    }
}
