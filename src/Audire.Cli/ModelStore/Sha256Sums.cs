using System.Security.Cryptography;

namespace Audire.Cli.ModelStore;

/// <summary>Checks a model folder against its <c>SHA256SUMS</c>, the list that <c>sha256sum</c> writes and reads.</summary>
internal static class Sha256Sums
{
    /// <summary>The list's file name.</summary>
    public const string FileName = "SHA256SUMS";

    /// <summary>Compares every listed file.</summary>
    /// <returns>What differs, one entry a file; empty where all agree; null where the folder has no list.</returns>
    public static async Task<IReadOnlyList<string>?> DifferencesAsync(string folder, CancellationToken cancellationToken)
    {
        var list = Path.Combine(folder, FileName);
        if (!File.Exists(list)) return null;
        var differences = new List<string>();
        await foreach (var line in File.ReadLinesAsync(list, cancellationToken))
        {
            if (line.Length < 67) continue; // 64 digits, two characters between, a name
            var (expected, name) = (line[..64], line[66..].Trim());
            if (Path.GetFileName(name) != name) differences.Add($"{name}: not a file of this folder");
            else if (!File.Exists(Path.Combine(folder, name))) differences.Add($"{name}: missing");
            else if (!string.Equals(await HashAsync(Path.Combine(folder, name), cancellationToken), expected, StringComparison.OrdinalIgnoreCase)) differences.Add($"{name}: other content");
        }
        return differences;
    }

    /// <summary>Writes the list of files of a folder, so that damage is found later.</summary>
    public static async Task WriteAsync(string folder, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var file in files.Where(file => Path.GetFileName(file) == file).Order(StringComparer.Ordinal))
            lines.Add($"{await HashAsync(Path.Combine(folder, file), cancellationToken)}  {file}");
        var temporary = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(temporary, string.Join('\n', lines) + '\n', cancellationToken);
        File.Move(temporary, Path.Combine(folder, FileName), overwrite: true);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
