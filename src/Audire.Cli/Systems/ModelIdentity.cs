using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Audire.Cli.Systems;

/// <summary>What a model on disk is, told without loading it.</summary>
internal static class ModelIdentity
{
    private static readonly string[] Prose = [".md", ".txt", ""];

    /// <summary>SHA-256 over name and content of every file that may change an answer; papers, licences and lists of hashes are left out.</summary>
    /// <param name="path">A model's folder or file.</param>
    public static string Hash(string path)
    {
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path).Where(file => !Prose.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToArray();
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            all.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>The beginning of <see cref="Hash"/>: enough to tell models apart.</summary>
    public static string Short(string path) => Hash(path)[..16];

    /// <summary>Whether it is a Whisper folder; everything else is taken for a language model.</summary>
    public static bool IsRecogniser(string path)
    {
        var config = Path.Combine(path, "config.json");
        if (!File.Exists(config)) return false;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("model_type", out var type) && type.ValueEquals("whisper");
        }
        catch (JsonException)
        {
            return false; // whoever loads it says what is wrong with it
        }
    }
}
